"""The model that an account has chosen is asked about a session: paid for once, within limits, through the proxy."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from claude_scope.jobs.hosted_models import FORBIDDEN, NOT_INSTALLED, Askers
from claude_scope.jobs.session.kept_answers import KeptAnswers
from claude_scope.jobs.session.status import Status
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.queries import credentials
from claude_scope.store.queries import work as rows
from claude_scope.store.tables import File, RateLimit
from tests.hosted.asking import KEY, ask
from tests.hosted.model_server import ModelServer, act, answers, failed, pair, whole
from tests.jobs.stage import USER, enqueue, true
from tests.jobs.worker import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.jobs.stage import Stage

SAID = answers(whole("A basket."), s2=pair(act("click", "plus icon")), s3=pair(act("click", "bin icon")))


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def chosen(stage: Stage, server: ModelServer, **values: Any) -> str:
    """The account has an API key and has chosen a model; returns the credential's id."""
    stage.add_user()
    row = {
        "provider": "openai-compatible",
        "base_url": server.url("openai"),
        "key": KEY,
        "model": "tiny",
        "active": True,
    }
    with stage.database.transaction() as tx:
        return credentials.add(tx, USER, row | values, Secrets.of(stage.settings).seal).id


async def worked(stage: Stage, session_id: str) -> dict[str, Any]:
    """A worker processes the session; returns the result."""
    async with stage.worker(asks=True) as runner:
        await runner.enqueue(session_id)
        async with asyncio.timeout(120):
            await runner.wait(session_id)
    row = stage.session(session_id)
    assert (row["status"], row["last_error"]) == ("complete", None)
    assert KEY not in json.dumps(row, default=str)
    return row


def clicked(row: dict[str, Any]) -> list[str]:
    """The model's answer: this was clicked."""
    claims = json.loads(row["analysis"])["claims"]
    return [claim["name"] for claim in claims if (claim["kind"], claim["source"]) == ("act", "model")]


def kept_answers(stage: Stage) -> list[str]:
    """The encrypted answers that are stored for a retry."""
    with stage.database.transaction() as tx:
        return list(tx.scalars(select(File.encrypted_answers).where(File.encrypted_answers.is_not(None))))


def model_of(row: dict[str, Any]) -> str | None:
    told = json.loads(row["analysis"])["understanding"]
    return None if told is None else str(told["model"])


async def test_the_chosen_model_is_asked_what_changed(
    sqlite_stage: Stage, server: ModelServer, recording: Path
) -> None:
    """With the account's key, after the local reader; its usage is reported with the lane."""
    chosen(sqlite_stage, server)
    server.answers(SAID)
    row = await worked(sqlite_stage, await sqlite_stage.add_session(recording))
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    *pairs, whole = (asked.state for asked in server.asked)
    assert (sorted(pairs), whole) == ([2, 3], 0)
    assert (model_of(row), clicked(row)) == ("openai:tiny", ["plus icon", "bin icon"])
    assert 'model: clicked "plus icon"' in row["prompt"]
    assert row["processing"]["visionLane"]["detail"].startswith("3 keyframes read; 3 calls of the model")
    with sqlite_stage.database.transaction() as tx:
        assert tx.scalars(select(RateLimit.name)).all() == [f"model:openai:{USER}"]


async def test_without_a_choice_nothing_is_asked(sqlite_stage: Stage, server: ModelServer, recording: Path) -> None:
    chosen(sqlite_stage, server, active=False)
    server.answers(SAID)
    row = await worked(sqlite_stage, await sqlite_stage.add_session(recording))
    assert (server.asked, model_of(row)) == ([], None)


async def test_no_question_is_paid_for_twice_whatever_dies(
    sqlite_stage: Stage, server: ModelServer, recording: Path
) -> None:
    """Except one in whose step the worker died. The session keeps its model even if the account deselects it."""
    credential = chosen(sqlite_stage, server)
    server.answers(SAID)
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    for point in ("before ask whole", "before thumbnails"):
        with process(sqlite_stage, die_at=(point,), asks=True) as worker:
            assert await asyncio.to_thread(worker.wait, 120) is not None, point
    assert sorted(asked.state for asked in server.asked) == [0, 2, 3]
    with sqlite_stage.database.transaction() as tx:
        credentials.change(tx, USER, credential, {"active": False}, str)
    row = await worked(sqlite_stage, session_id)
    assert len(server.asked) == 3
    assert (model_of(row), clicked(row)) == ("openai:tiny", ["plus icon", "bin icon"])
    assert row["processing"]["visionLane"]["detail"].startswith("3 keyframes read; 3 calls of the model")


@pytest.mark.parametrize(("model", "asked"), [("tiny", ["tiny"] * 3), ("better", ["tiny"] * 3 + ["better"] * 3)])
async def test_a_retry_asks_only_another_model_again(
    model: str, asked: list[str], sqlite_stage: Stage, server: ModelServer, recording: Path
) -> None:
    """Answers of the failed attempt are kept with the video, encrypted, until the session is complete."""
    chosen(sqlite_stage, server)
    server.answers(SAID)
    session_id = await sqlite_stage.add_session(recording)
    await enqueue(sqlite_stage, session_id)
    with process(sqlite_stage, fail_at="thumbnails", asks=True):
        await true(lambda: bool(sqlite_stage.session(session_id)["status"] == "error"))
    (kept,) = kept_answers(sqlite_stage)
    assert b"plus icon" not in base64.b64decode(kept)
    chosen(sqlite_stage, server, model=model)
    async with sqlite_stage.worker(asks=True) as runner:
        await runner.retry(session_id)
        async with asyncio.timeout(120):
            await runner.wait(session_id)
    row = sqlite_stage.session(session_id)
    assert [question.model for question in server.asked] == asked
    assert (model_of(row), clicked(row)) == (f"openai:{model}", ["plus icon", "bin icon"])
    assert kept_answers(sqlite_stage) == []


async def test_answers_of_more_than_5_mb_are_not_kept(sqlite_stage: Stage) -> None:
    """Base64 makes four characters of three bytes."""
    session_id = await sqlite_stage.add_session(b"a video")
    with sqlite_stage.database.transaction() as tx:
        job = rows.take_up(tx, session_id, 0, "key")
    assert job is not None
    written: list[str] = []

    async def write(query: object, encrypted: str) -> None:
        written.append(encrypted)

    answers_so_far = KeptAnswers(job, Secrets.of(sqlite_stage.settings), write)  # type: ignore[arg-type]
    for question, size in (("a", 3_700_000), ("b", 100_000), ("c", 10)):
        await answers_so_far.add({question: "x" * size})
    assert [4_900_000 < len(encrypted) <= 5_000_000 for encrypted in written] == [True]


async def test_a_wrong_key_is_reported_and_the_local_claims_remain(
    sqlite_stage: Stage, server: ModelServer, recording: Path
) -> None:
    chosen(sqlite_stage, server)
    server.answers(failed(401, f"Incorrect API key: {KEY}"))
    row = await worked(sqlite_stage, await sqlite_stage.add_session(recording))
    assert clicked(row) == []
    lane = row["processing"]["visionLane"]
    assert lane["status"] == "error"
    assert lane["error"].startswith("3 of 3 questions had no answer: 127.0.0.1:")
    assert "does not accept the key (401: Incorrect API key: ***); correct the key" in lane["error"]
    assert 'error: "Payment failed"' in row["prompt"]


# --- what the model may be, without a session -------------------------------------------------------------------------


async def asked_alone(stage: Stage, **values: Any) -> str:
    """Why a model does not answer a question; empty if it does."""
    askers = Askers(stage.settings, stage.database, Secrets.of(stage.settings))
    choice = await askers.choose(USER)
    assert choice is not None
    async with askers.open(USER, choice | values) as asker:
        return (await ask(asker)).problem


@pytest.mark.attack("provider answers")
async def test_a_base_url_is_reached_under_the_policy_of_the_guard(sqlite_stage: Stage, server: ModelServer) -> None:
    """Where private addresses are refused, models at such addresses are too, unless the host is allowed by name."""
    chosen(sqlite_stage, server)
    server.answers(SAID)
    strict = replace(sqlite_stage, settings=sqlite_stage.settings.model_copy(update={"allow_private_addresses": False}))
    assert FORBIDDEN in await asked_alone(strict)
    assert server.asked == []
    allowed = {"allowed_private_hosts": [f"127.0.0.1:{server.port}"]}
    assert await asked_alone(replace(strict, settings=strict.settings.model_copy(update=allowed))) == ""
    assert len(server.asked) == 1


async def test_a_missing_key_is_an_error_and_no_other_key_is_used(sqlite_stage: Stage, server: ModelServer) -> None:
    chosen(sqlite_stage, server)
    server.answers(SAID)
    assert "The key for openai:tiny was deleted" in await asked_alone(sqlite_stage, credential="crd_OTHER")
    assert server.asked == []


async def test_a_ceiling_needs_a_price(sqlite_stage: Stage, server: ModelServer) -> None:
    chosen(sqlite_stage, server)
    server.answers(SAID)
    bounded = sqlite_stage.settings.model_copy(update={"max_model_cost_usd": 1.0})
    assert "The price of openai:tiny is not known" in await asked_alone(replace(sqlite_stage, settings=bounded))
    assert server.asked == []


@pytest.mark.parametrize("most", [None, 1.0])
async def test_missing_provider_clients_name_the_extra_to_install(
    most: float | None, sqlite_stage: Stage, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prices come with the client packages, so no price is looked up."""
    chosen(sqlite_stage, server)
    server.answers(SAID)
    for module in ("pydantic_ai", "genai_prices", "httpx2"):
        monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    bounded = sqlite_stage.settings.model_copy(update={"max_model_cost_usd": most})
    assert await asked_alone(replace(sqlite_stage, settings=bounded)) == NOT_INSTALLED
    assert server.asked == []


def test_the_models_progress_never_goes_back_and_does_not_change_the_vision_lane() -> None:
    status = Status("{}")
    status.start("read")
    status.start("ask")
    for step, done, lane, told in (
        ("read", 3, "visionLane", "3 of 3 keyframes"),
        ("ask", 1, "synthesis", "1 of 3 questions answered by the model"),
        ("read", 3, "visionLane", "3 of 3 keyframes"),
        ("ask", 2, "synthesis", "2 of 3 questions answered by the model"),
        ("ask", 1, "synthesis", "2 of 3 questions answered by the model"),
    ):
        status.progress(step, done, 3)
        assert json.loads(status.dump())[lane]["detail"] == told
