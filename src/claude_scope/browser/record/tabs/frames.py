"""The frames of a tab, by the browser's ids, and the execution contexts of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.browser.devtools.connection import Session


@dataclass(eq=False)
class Frame:
    """A frame. `session` is the session of its process; `parent` is None for the main frame."""

    id: str
    session: Session
    parent: Frame | None = None
    loader: str = ""
    """The browser's id of the load of its current document."""
    context: int | None = None
    """The execution context of the recorder's script in its current document."""
    has_sent: bool = False
    """Whether it sends its own events; frames of the same origin send through the frame around them."""

    def ancestors(self) -> Iterator[Frame]:
        """The frames around it, the nearest one first."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent


class Frames:
    """The frames of one tab, from the events of its sessions."""

    def __init__(self, main: Frame, world: str) -> None:
        self.main = main
        self._world = world
        self._frames = {main.id: main}
        self._contexts: dict[tuple[str, int], tuple[Frame, str]] = {}
        """Frames and loaders by session and execution context of the recorder's script. A context is kept when
        the browser clears the contexts of its document, whose last lines may still arrive.
        """

    def __iter__(self) -> Iterator[Frame]:
        return iter([*self._frames.values()])

    def listen(self, session: Session) -> None:
        """Follow the frames of a session."""
        session.on("Page.frameAttached", lambda event: self._on_attached(session, event))
        session.on("Page.frameDetached", self._on_detached)
        session.on("Page.frameNavigated", lambda event: self.navigated(session, event["frame"]))
        session.on("Runtime.executionContextCreated", lambda event: self._on_context(session, event["context"]))
        session.on(
            "Runtime.executionContextDestroyed", lambda event: self._forget(session, event["executionContextId"])
        )
        session.on("Inspector.targetCrashed", lambda _: self._forget_all(session))

    def add_tree(self, session: Session, tree: dict[str, Any]) -> None:
        """Add the frames that exist already (`Page.getFrameTree`). An event that arrived before the answer is newer."""
        about = tree["frame"]
        frame = self._known(session, about["id"], about.get("parentId"))
        frame.loader = frame.loader or about["loaderId"]
        for child in tree.get("childFrames", []):
            self.add_tree(session, child)

    def move(self, frame_id: str, session: Session, parent_id: str | None) -> None:
        """A frame lives in another process from now on, or has done so since before the recording."""
        frame = self._known(session, frame_id, parent_id)
        frame.session, frame.context = session, None

    def get(self, frame_id: str) -> Frame | None:
        """The frame with this id of the browser."""
        return self._frames.get(frame_id)

    def of_script(self, session: Session, context: int) -> tuple[Frame, str] | None:
        """The frame, and the loader of the document, in which the recorder's script has this context."""
        found = self._contexts.get((session.id, context))
        if found is None:
            return None
        frame, loader = found
        # A window's blank document and the page that replaces it share a context.
        return frame, frame.loader if frame.context == context and frame.session is session else loader

    def is_script(self, session: Session, context: object) -> bool:
        """Whether this context is one of the recorder's."""
        return isinstance(context, int) and (session.id, context) in self._contexts

    def navigated(self, session: Session, event: dict[str, Any]) -> None:
        """A frame has another document."""
        frame = self._known(session, event["id"], event.get("parentId"))
        frame.loader = event["loaderId"]

    def _on_attached(self, session: Session, event: dict[str, Any]) -> None:
        self._known(session, event["frameId"], event["parentFrameId"])

    def _known(self, session: Session, frame_id: str, parent_id: str | None) -> Frame:
        around = self._frames.get(parent_id or "")
        if frame_id not in self._frames:
            self._frames[frame_id] = Frame(frame_id, session, around or self.main)
        frame = self._frames[frame_id]
        if around is not None and frame is not self.main:  # an older frame's parent may be unknown at first
            frame.parent = around
        return frame

    def _on_detached(self, event: dict[str, Any]) -> None:
        if event.get("reason") != "swap":  # else it goes on in another process
            gone = self._frames.get(event["frameId"])
            for frame in self:
                if frame is gone or gone in [*frame.ancestors()]:
                    del self._frames[frame.id]

    def _on_context(self, session: Session, context: dict[str, Any]) -> None:
        about = context.get("auxData", {})
        if about.get("frameId") and context.get("name") == self._world:  # a worker's context has no frame
            frame = self._known(session, about["frameId"], None)
            frame.session, frame.context = session, context["id"]
            self._contexts[session.id, context["id"]] = frame, frame.loader

    def _forget_all(self, session: Session) -> None:
        for of, context in [*self._contexts]:
            if of == session.id:
                self._forget(session, context)

    def _forget(self, session: Session, context: int) -> None:
        if found := self._contexts.pop((session.id, context), None):
            frame, _ = found
            if frame.session is session and frame.context == context:
                frame.context = None
