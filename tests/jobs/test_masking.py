"""A session whose recording shows a secret keeps only pictures in which it is covered."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from claude_scope.pictures import load
from tests.hosted.model_server import ModelServer, answers
from tests.jobs.stage import ended
from tests.jobs.test_hosted_models import chosen
from tests.masking.read_again import KEY, shows, text_in
from tests.videos import words, write_video

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.stage import Stage


async def test_no_picture_of_a_session_shows_a_secret(sqlite_stage: Stage, tmp_path: Path) -> None:
    """Frames, thumbnails, and pictures for a model; the child masks them, step by step."""
    stage, size = sqlite_stage, (900, 420)
    states = [words("Your key", KEY, size=size), words("Saved", "Your key", KEY, "Total 12", size=size)]
    video = write_video(tmp_path / "key.webm", [(state, 1.5) for state in states])
    session_id = await stage.add_session(video)
    with ModelServer() as server:
        server.answers(answers())
        chosen(stage, server)
        async with stage.worker(asks=True) as runner:
            await runner.enqueue(session_id)
            async with asyncio.timeout(120):
                await ended(stage, session_id)
        sent = [picture for asked in server.asked for picture in asked.pictures]
        assert KEY not in " ".join(asked.words for asked in server.asked)
    row, frames = stage.session(session_id), stage.frames(session_id)
    assert (row["status"], len(frames)) == ("complete", 2)
    assert json.loads(row["analysis"])["coveredPlaces"] == 2
    kept = []
    for file_id in (item for frame in frames for item in (frame.image_id, frame.thumbnail_id)):
        await stage.files.fetch(file_id, tmp_path / file_id)
        kept.append(load(tmp_path / file_id))
    assert sent
    for pictures in (kept, sent):
        assert not shows(pictures, KEY)
        assert "key" in text_in(pictures)
    assert "grey hatched boxes cover what is secret (2 places)" in row["prompt"]
