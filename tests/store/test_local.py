"""What a folder of stored files must do in addition to the contract."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import StoreUnavailable
from claude_scope.store.assets.local import PARTS, LocalAssets

if TYPE_CHECKING:
    from pathlib import Path


async def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assets = LocalAssets(tmp_path / "files")
    await assets.put("sessions/a.png", b"picture", mime_type="image/png")
    assert (tmp_path / "files" / "sessions" / "a.png").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "files" / "sessions").stat().st_mode & 0o777 == 0o700


async def test_what_a_killed_writer_left_is_not_a_file_and_is_removed_later(tmp_path: Path) -> None:
    assets = LocalAssets(tmp_path)
    await assets.put("a.png", b"picture", mime_type="image/png")
    old, young = tmp_path / PARTS / "part-old", tmp_path / PARTS / "part-young"
    for part in (old, young):
        part.write_bytes(b"pict")
    os.utime(old, (time.time() - 7200,) * 2)
    assert [key async for key in assets.keys("")] == ["a.png"]
    assert await assets.tidy(older_than_s=3600) == 1
    assert [part.name for part in (tmp_path / PARTS).iterdir()] == ["part-young"]


async def test_folders_that_become_empty_go(tmp_path: Path) -> None:
    assets = LocalAssets(tmp_path)
    await assets.put("sessions/sess_A/a.png", b"picture", mime_type="image/png")
    await assets.put("sessions/sess_B/b.png", b"picture", mime_type="image/png")
    await assets.delete("sessions/sess_A/a.png")
    assert [path.name for path in (tmp_path / "sessions").iterdir()] == ["sess_B"]


async def test_a_folder_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    with pytest.raises(StoreUnavailable):
        await LocalAssets(tmp_path / "files").ping()
    with pytest.raises(StoreUnavailable):
        await LocalAssets(tmp_path / "files").put("a.png", b"picture", mime_type="image/png")
