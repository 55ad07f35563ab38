"""Finds the place of a frame of another origin in the document around it.

The page around a frame knows the `iframe` element, but not the frame's content; the browser knows both. So the browser
is asked for the element, and the recorder's script in the page around it for the id and the place of this element.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.browser.devtools.errors import DevToolsError

if TYPE_CHECKING:
    from claude_scope.browser.record.tabs.frames import Frame

_ANSWER_S = 5.0
"""How long a busy page may take to answer."""
_PLACE = "function () { const page = window.KEY; return page && [page.idOf(this), ...page.boxOf(this).slice(0, 2)]; }"


@dataclass(frozen=True, slots=True)
class IframePlace:
    """The id of an `iframe` element in the recording of its document, 0 if unknown, and its place in that viewport."""

    node: int
    left: float
    top: float


async def place_of_iframe(frame: Frame, key: str) -> IframePlace | None:
    """The place of a frame's element; None if the frame is gone or the page around it does not answer."""
    around = frame.parent
    if around is None or around.context is None:
        return None
    session, context = around.session, around.context
    element = ""
    try:
        async with asyncio.timeout(_ANSWER_S):
            owner = await session.send("DOM.getFrameOwner", {"frameId": frame.id})
            about = {"backendNodeId": owner["backendNodeId"], "executionContextId": context}
            element = (await session.send("DOM.resolveNode", about))["object"]["objectId"]
            answer = await session.send(
                "Runtime.callFunctionOn",
                {
                    "functionDeclaration": _PLACE.replace("KEY", key),
                    "objectId": element,
                    "returnByValue": True,
                },
            )
    except (DevToolsError, TimeoutError):
        return None
    finally:
        if element:  # otherwise the browser keeps the iframe after the page has removed it
            release = session.send("Runtime.releaseObject", {"objectId": element})
            release.add_done_callback(lambda done: done.cancelled() or done.exception())
    found = answer.get("result", {}).get("value")
    if not isinstance(found, list) or len(found) != 3:
        return None
    node, left, top = found
    return IframePlace(int(node), float(left), float(top))
