"""Makes the pictures of an answer in a confined process, because it decodes files that another process wrote."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.errors import BadInput, WorkFailed
from claude_scope.image_header import read_header
from claude_scope.jobs.sandbox.child_process import run_once
from claude_scope.mcp.answers.answer import Picture
from claude_scope.serialization.codec import encode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.prompt.sheets.layout import Sheet

MAX_SIDE = 1_456
"""Maximum number of pixels of the longer side: Claude scales larger pictures down to it."""
MIN_SIDE = 200
TIMEOUT_S = 30
MEMORY_MB = 1024
AT_ONCE = 2
"""Maximum number of concurrent picture processes of one server; further requests wait."""
MIME_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


class Pictures:
    """Makes the pictures of each answer in a separate process."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def make(
        self, contents: Sequence[bytes], labels: Sequence[str], *, size: int, is_grid: bool
    ) -> tuple[Picture, ...]:
        """Scale the pictures to at most `size` pixels; with `is_grid`, draw all into one, each below its label.

        Raises BadInput for a size out of range, WorkFailed if a picture is damaged.
        """
        return await self._made(contents, {"labels": [*labels], "size": size, "grid": is_grid})

    async def draw(self, sheets: Sequence[Sheet], frames: Mapping[int, bytes], *, size: int) -> tuple[Picture, ...]:
        """Draw sheets of changes from the frames of states, by number; raises the same exceptions as `make`."""
        drawn = [encode(sheet, str) for sheet in sheets]
        return await self._made([*frames.values()], {"sheets": drawn, "states": [*frames], "size": size})

    async def _made(self, contents: Sequence[bytes], order: Mapping[str, Any]) -> tuple[Picture, ...]:
        if not MIN_SIDE <= order["size"] <= MAX_SIDE:
            raise BadInput(f"size {order['size']} is out of range; give {MIN_SIDE} to {MAX_SIDE} pixels.")
        async with self._slots:
            with tempfile.TemporaryDirectory(prefix="claude-scope-mcp-") as name:
                folder = Path(name)
                await asyncio.to_thread(_write, folder, contents, order)
                await _run(folder)
                return await asyncio.to_thread(_read, folder)


def _write(folder: Path, contents: Sequence[bytes], order: Mapping[str, Any]) -> None:
    for number, content in enumerate(contents):
        (folder / f"in-{number:03d}.png").write_bytes(content)
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")


async def _run(folder: Path) -> None:
    try:
        code = await run_once("claude_scope.mcp.picture_process", folder, memory_mb=MEMORY_MB, timeout_s=TIMEOUT_S)
    except TimeoutError as error:
        raise WorkFailed(f"The pictures were not made within {TIMEOUT_S} seconds; ask for fewer.") from error
    if code:
        raise WorkFailed("The pictures cannot be shown: one of them is damaged; ask for another state.")


def _read(folder: Path) -> tuple[Picture, ...]:
    pictures = []
    for path in sorted(folder.glob("out-*")):
        content = path.read_bytes()
        header = read_header(content)
        if header is not None:
            pictures.append(Picture(content, MIME_TYPES[path.suffix], header.width, header.height))
    return tuple(pictures)
