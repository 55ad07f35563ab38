"""The progress of a session: which lane failed, which was only stopped, and what was found so far."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.errors import BadInput, LaneError, StoreUnavailable, WorkFailed
from claude_scope.jobs.session.session_work import StoringRunner
from claude_scope.jobs.session.status import STOPPED, Status
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from tests.decrypted import decrypted
from tests.jobs.stage import ended, enqueue, ran, true, whole
from tests.jobs.worker import process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.jobs.stage import Stage


def begun(*steps: str) -> Status:
    status = Status("{}")
    for step in steps:
        status.start(step)
    return status


def lanes(status: Status) -> dict[str, tuple[str, str]]:
    data: dict[str, Any] = json.loads(status.dump())
    return {name: (lane["status"], lane.get("error", "")) for name, lane in data.items() if isinstance(lane, dict)}


def test_the_lane_of_the_step_that_failed_has_its_error_and_the_others_were_stopped() -> None:
    status, error = begun("probe", "inspect", "read"), WorkFailed("It crashed.")
    status.finish("keyframes")
    status.blame("read", LaneError("One frame could not be read."))
    status.blame("read", error)
    status.fail("It crashed.", error)
    assert lanes(status) == {
        "frameExtraction": ("complete", ""),
        "visionLane": ("error", "It crashed."),
        "playwrightLane": ("error", STOPPED),
        "synthesis": ("pending", ""),
    }
    told = json.loads(status.dump())
    assert (told["lastError"], told["failedLane"], told["retryable"]) == ("It crashed.", "visionLane", True)


def test_what_another_attempt_cannot_mend_is_reported_as_such() -> None:
    status, error = begun("probe"), BadInput("The recording holds no picture.")
    status.blame("probe", error)
    status.fail(str(error), error, final=True)
    assert (status.failed_lane, json.loads(status.dump())["retryable"]) == ("frameExtraction", False)


@pytest.mark.parametrize("error", [None, WorkFailed("Of no step.")])
def test_an_error_of_no_step_is_reported_for_every_lane_that_runs(error: WorkFailed | None) -> None:
    status = begun("probe", "inspect")
    status.blame("inspect", LaneError("The page did not load."))
    status.fail("The session was cancelled.", error)
    told = ("error", "The session was cancelled.")
    assert (lanes(status)["frameExtraction"], lanes(status)["playwrightLane"]) == (told, told)
    assert status.failed_lane is None


def test_synthesis_begins_when_the_lanes_before_it_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the reading is reported later."""
    clock = (f"2026-11-26T10:00:{second:02}.000Z" for second in range(60))
    monkeypatch.setattr("claude_scope.store.ids.now", lambda: next(clock))
    status = begun("keyframes", "read", "timeline")
    status.end_lane("visionLane", detail="3 keyframes read")
    status.complete()
    told = json.loads(status.dump())
    assert told["visionLane"]["completedAt"] == told["synthesis"]["startedAt"] < told["synthesis"]["completedAt"]


def test_another_attempt_forgets_who_was_to_blame() -> None:
    status, error = begun("probe", "inspect"), WorkFailed("It crashed.")
    status.blame("probe", error)
    status.fail("It crashed.", error)
    status.again()
    assert {told for told, _ in lanes(status).values()} == {"pending"}
    assert {"lastError", "failedLane", "retryable"}.isdisjoint(json.loads(status.dump()))
    again = Status(status.dump())
    again.start("inspect")
    again.fail("It crashed.", error)
    assert lanes(again)["playwrightLane"] == ("error", "It crashed.")


def test_previews_are_reported_until_the_work_has_ended() -> None:
    for end in (Status.complete, lambda status: status.fail("It broke."), Status.again):
        status = begun("probe")
        status.show([(0, "ast_1"), (1400, "ast_2")])
        stored = Status(status.dump())
        found = [{"timestamp": 0, "assetId": "ast_1"}, {"timestamp": 1400, "assetId": "ast_2"}]
        assert json.loads(stored.dump())["previews"] == found
        before = stored.dump()
        stored.show([(0, "ast_1"), (1400, "ast_2")])
        assert stored.dump() == before, "a worker that resumes says nothing twice"
        end(stored)
        assert "previews" not in json.loads(stored.dump())


@pytest.mark.parametrize(
    ("step", "error", "lane"),
    [
        ("keyframes", StoreUnavailable("The files do not answer."), "frameExtraction"),
        ("inspect", RuntimeError("a bug"), "playwrightLane"),
        ("thumbnails", WorkFailed("It crashed."), "synthesis"),
    ],
)
async def test_an_exception_belongs_to_the_lane_of_its_step(step: str, error: Exception, lane: str) -> None:
    async def fails(name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        raise error

    status = begun("probe", "inspect", "read", "timeline")
    with pytest.raises(type(error)) as raised:
        await StoringRunner(fails, None, status, lambda: None)(step, asyncio.sleep, 0)  # type: ignore[arg-type]
    status.fail("It ended.", raised.value)
    told = lanes(status)
    assert told.pop(lane) == ("error", "It ended.")
    assert set(told.values()) == {("error", STOPPED)}


async def test_keyframes_can_be_seen_while_the_rest_goes_on_and_a_failure_stops_the_other_lane(
    sqlite_stage: Stage, recording: Path
) -> None:
    """The page would take an hour; reading fails once, and the next attempt is cancelled."""
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)

    def processing() -> dict[str, Any]:
        told: dict[str, Any] = sqlite_stage.session(session_id)["processing"]
        return told

    with process(sqlite_stage, inspect_s=3600, fail_at="read 3"):
        async with asyncio.timeout(150):
            await ended(sqlite_stage, session_id)
        told = processing()
        assert told["visionLane"]["error"] == "The process of read 3 crashed; try again."
        assert (told["playwrightLane"]["status"], told["playwrightLane"]["error"]) == ("error", STOPPED)
        found = told["frameExtraction"]
        assert (found["status"], found["detail"]) == ("complete", "3 keyframes found")
        assert "previews" not in told
        async with sqlite_stage.worker(inspect=None) as api, asyncio.timeout(150):
            await api.retry(session_id)
            await true(lambda: len(processing().get("previews", [])) == 3)
            previews = processing()["previews"]
            sealed = sqlite_stage.session(session_id)["work_key"]
            key = DataKey.open(sealed, Secrets.of(sqlite_stage.settings), session_id)
            assert [preview["timestamp"] for preview in previews] == sorted(
                preview["timestamp"] for preview in previews
            )
            for preview in previews:
                assert (await sqlite_stage.files.get(preview["assetId"])).kind == "step"
                assert (await decrypted(key, await sqlite_stage.files.read(preview["assetId"]))).startswith(b"\x89PNG")
            await api.cancel(session_id)
            assert "previews" not in processing()
    assert ran(sqlite_stage)["keyframes"] == 2


async def test_a_complete_session_has_frames_in_place_of_previews(sqlite_stage: Stage, recording: Path) -> None:
    session_id = await sqlite_stage.add_session(recording)
    async with sqlite_stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(sqlite_stage, session_id)
    await whole(sqlite_stage, session_id)
    assert "previews" not in sqlite_stage.session(session_id)["processing"]
