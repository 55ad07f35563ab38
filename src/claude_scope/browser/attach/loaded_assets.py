"""Stores the style sheets and fonts that a page had loaded before it was recorded, from the browser's memory."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.capture_folder import CaptureFolder

_TYPES = frozenset({"Stylesheet", "Font"})
_NOT_RECORDED = ("data:", "chrome-extension:", "blob:")


async def store_loaded_assets(session: Session, folder: CaptureFolder) -> None:
    """Store the style sheets and fonts of the session's frames. Raises `DevToolsError` if the page is closed."""
    try:
        tree = (await session.send("Page.getResourceTree"))["frameTree"]
    except ProtocolError:
        return  # a worker has no resource tree
    for frame, resource in _assets(tree):
        try:
            about = {"frameId": frame, "url": resource["url"]}
            answer = await session.send("Page.getResourceContent", about)
        except ProtocolError:
            continue  # the browser no longer has it
        content = base64.b64decode(answer["content"]) if answer["base64Encoded"] else answer["content"].encode()
        folder.write_asset(resource["url"], resource.get("mimeType", "").lower(), content)


def _assets(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The assets of a frame and of the frames in it, each with the id of its frame."""
    for resource in tree.get("resources", []):
        is_loaded = not (resource.get("failed") or resource.get("canceled"))
        if resource.get("type") in _TYPES and is_loaded and not resource["url"].startswith(_NOT_RECORDED):
            yield tree["frame"]["id"], resource
    for child in tree.get("childFrames", []):
        yield from _assets(child)
