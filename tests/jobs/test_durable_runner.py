"""A stored recording becomes a complete session, through a real queue, real child processes and a real database."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.prompt.session_json import load_session
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from tests.jobs.stage import Stage


@on_both_databases
async def test_a_recording_becomes_a_complete_session_and_its_video_is_gone(stage: Stage, recording: Path) -> None:
    session_id = await stage.add_session(recording)
    async with stage.worker(warm=True) as runner:
        await runner.enqueue(session_id)
        async with asyncio.timeout(150):
            await runner.wait(session_id)
    row = stage.session(session_id)
    assert (row["status"], row["last_error"], row["prompt_status"]) == ("complete", None, "complete")
    assert row["frame_count"] == len(stage.frames(session_id)) == 3
    assert stage.kinds(session_id) == {"frame", "thumbnail"}
    assert row["processing"]["overallStage"] == "complete"
    assert row["prompt"].startswith(f"First run `claude-scope pull {session_id} --agent claude-code`")
    assert "base64" not in row["prompt"]
    analysis = load_session(json.loads(row["analysis"]), Path())
    assert [str(frame.path) for frame in analysis.keyframes.frames] == [f.image_id for f in stage.frames(session_id)]
    assert not list((stage.folder / "work").glob("*/*"))
