"""Records console lines, uncaught errors and rejections, of pages and of their workers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

_LEVELS = {
    "warning": "warning",
    "error": "error",
    "assert": "error",
    "info": "info",
    "debug": "debug",
    "verbose": "debug",
    **dict.fromkeys(("log", "dir", "dirxml", "table", "trace", "count", "timeEnd", "startGroup"), "log"),
    **dict.fromkeys(("startGroupCollapsed", "profile", "profileEnd", "clear"), "log"),
}
"""Levels by the DevTools protocol's types of console calls; `verbose` is the level of the browser's hints."""
_MAX_CHARS = 20_000
_LOAD_FAILED = "Failed to load resource:"
"""The beginning of the browser's own message about a failed request, which is recorded as a request."""
_REJECTION = "Uncaught (in promise)"
_KEPT_S = 0.2
"""How long the browser keeps logged objects for this client, so that one command releases all objects of a flood."""


class Console:
    """Writes the console lines and the uncaught errors of each tab."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self._releasing: set[Session] = set()

    def listen(self, tab: Tab, session: Session) -> None:
        """Listen to a session of a tab."""
        session.on("Runtime.consoleAPICalled", lambda event: self._on_call(tab, session, event))
        session.on("Log.entryAdded", lambda event: self._on_entry(tab, event["entry"]))
        session.on("Runtime.exceptionThrown", lambda event: self._on_error(tab, session, event))

    def _on_call(self, tab: Tab, session: Session, event: dict[str, Any]) -> None:
        self._release_soon(session)
        if not (_is_earlier(tab, event) or tab.frames.is_script(session, event.get("executionContextId"))):
            text = " ".join(text_of(value) for value in event.get("args", []))
            self._write(tab, event["type"], text, event.get("timestamp"), _place(event.get("stackTrace")))

    def _on_entry(self, tab: Tab, entry: dict[str, Any]) -> None:
        """Write a message of the browser, unless it is known: a worker's messages also arrive from the worker."""
        is_known = entry.get("source") == "worker" or entry["text"].startswith(_LOAD_FAILED)
        if not (_is_earlier(tab, entry) or is_known):
            place = f"{entry['url']}:{entry.get('lineNumber', 0) + 1}:1" if entry.get("url") else ""
            self._write(tab, entry["level"], entry["text"], entry.get("timestamp"), place)

    def _write(self, tab: Tab, kind: str, text: str, t: float | None, place: str) -> None:
        if kind in _LEVELS:
            self._tabs.write(tab, "console", t, level=_LEVELS[kind], text=text[:_MAX_CHARS], place=place)

    def _on_error(self, tab: Tab, session: Session, event: dict[str, Any]) -> None:
        self._release_soon(session)
        details = event["exceptionDetails"]
        if _is_earlier(tab, event) or tab.frames.is_script(session, details.get("executionContextId")):
            return
        thrown = details.get("exception", {})
        stack = str(thrown.get("description", "")) if thrown.get("subtype") == "error" else ""
        is_rejection = details["text"].startswith(_REJECTION)
        text = _headline(stack) if stack else text_of(thrown) if thrown else ""
        text = text if is_rejection else f"{details['text']} {text}".strip()
        self._tabs.write(
            tab,
            "error",
            event.get("timestamp"),
            text=text[:_MAX_CHARS],
            stack=stack[:_MAX_CHARS],
            rejection=is_rejection,
        )

    def _release_soon(self, session: Session) -> None:
        """Release the objects that a page logged or threw; the browser would keep them alive until the session ends."""
        if session not in self._releasing:
            self._releasing.add(session)
            asyncio.get_running_loop().call_later(_KEPT_S, self._release, session)

    def _release(self, session: Session) -> None:
        self._releasing.discard(session)
        self._tabs.run(_release_console(session))


async def _release_console(session: Session) -> None:
    await session.send("Runtime.releaseObjectGroup", {"objectGroup": "console"})


def _is_earlier(tab: Tab, event: dict[str, Any]) -> bool:
    """Whether this event is from before the recording of the tab: the browser keeps such events and sends them."""
    return bool(event.get("timestamp", tab.since) < tab.since)


def text_of(value: dict[str, Any]) -> str:
    """A value of the DevTools protocol (`Runtime.RemoteObject`) as the console shows it."""
    if value.get("type") == "undefined":
        return "undefined"
    if "value" in value:
        return _primitive(value["value"])
    if "unserializableValue" in value:
        return str(value["unserializableValue"])
    properties = value.get("preview", {}).get("properties")
    if properties is not None and value.get("subtype") == "array":
        return f"[{', '.join(str(item.get('value', '')) for item in properties)}]"
    if properties is not None and value.get("description") == "Object":
        return "{" + ", ".join(f"{item['name']}: {item.get('value', '')}" for item in properties) + "}"
    return str(value.get("description", ""))


def _primitive(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _headline(stack: str) -> str:
    """The message of an error, without the lines of its stack."""
    return stack.partition("\n    at ")[0]


def _place(stack: dict[str, Any] | None) -> str:
    frames = (stack or {}).get("callFrames") or []
    if not frames or not frames[0].get("url"):
        return ""
    return f"{frames[0]['url']}:{frames[0]['lineNumber'] + 1}:{frames[0]['columnNumber'] + 1}"
