"""Records a scene and masks the capture."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from benchmarks.masked_copies.scene import SIZE
from claude_scope.browser.record.masked_copy import copy_masked
from claude_scope.threads import in_thread
from tests.browser.record.driven import driven
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.masked_copies.scene import Scene

_BEFORE_MS = 700
"""Time before the first act."""


async def record(scene: Scene, folder: Path) -> tuple[Path, Path]:
    """The capture of a scene, and its masked copy, in a new folder."""
    capture, copy = folder / "shown.scope", folder / "masked.scope"
    async with (
        Site({**scene.routes, "*": Answer("", 404)}) as site,
        driven(site.url, capture, viewport=SIZE) as driver,
    ):
        await driver.page.wait_for_timeout(_BEFORE_MS)
        await scene.act(driver)
    await in_thread(copy_masked, capture, copy, with_video=True)
    return capture, copy


def video_of(capture: Path) -> Path:
    """The video of a capture, unpacked next to it."""
    folder = capture.with_suffix("")
    with zipfile.ZipFile(capture) as packed:
        return folder / packed.extract("video.webm", folder)
