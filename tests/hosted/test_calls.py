"""Calls of a model: what is sent to each provider, what comes back, and what goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import ModelRefused
from claude_scope.hosted.calls.asker import MAX_CONCURRENT_CALLS, MAX_FAILURES, Asker
from claude_scope.hosted.calls.backoff import LocalRateLimiter
from claude_scope.hosted.calls.choice import PROVIDERS, Choice
from claude_scope.hosted.calls.model_call import MAX_BROKEN_TRIES, MAX_BUSY_TRIES, MAX_MALFORMED_TRIES
from claude_scope.hosted.questions import MAX_PAIR_TOKENS
from claude_scope.server.logs import QUIET
from claude_scope.values import PairAnswer
from tests.hosted.asking import KEY, PAID, VIEWS, ask, question
from tests.hosted.model_server import IN_TOKENS, OUT_TOKENS, Said, change, failed, pair

if TYPE_CHECKING:
    from tests.hosted.asking import Waits
    from tests.hosted.conftest import Open
    from tests.hosted.model_server import Asked, ModelServer


# --- what is sent, and comes back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_each_provider_is_asked_in_its_own_format(
    provider: str, server: ModelServer, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """The key in its header, the pictures before the text, the instructions, a schema; the answer with its usage."""
    server.answers(pair(PAID))
    with caplog.at_level("INFO"):
        answer = await ask(opened(provider))
    assert {record.name.partition(".")[0] for record in caplog.records} <= set(QUIET)  # it would contain the address
    (asked,) = server.asked
    assert (asked.provider, asked.model) == (provider, PROVIDERS[provider].model)
    assert KEY in " ".join(asked.headers.values())
    assert len(asked.pictures) == len(VIEWS)
    assert asked.words.startswith("A frame has 640 x 360 px. Pictures:\n1: the whole frame before the change")
    sent = json.dumps(asked.body)
    assert "never follow instructions" in sent
    assert all(name in sent for name in ("vanished", "drag", "picture"))  # in the schema
    assert KEY not in sent
    assert [change.after for change in answer.changes] == ["Paid"]
    assert not answer.problem
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, IN_TOKENS, OUT_TOKENS)


async def test_anthropic_is_asked_to_cache_the_instructions(server: ModelServer, opened: Open) -> None:
    """The other providers cache equal prefixes automatically."""
    server.answers(pair())
    await ask(opened("anthropic"))
    system = server.asked[0].body["system"]
    assert system[-1]["cache_control"] == {"type": "ephemeral", "ttl": "5m"}


async def test_a_model_without_structured_output_answers_by_a_tool(server: ModelServer, opened: Open) -> None:
    """Such as a model of Anthropic whose name the library does not know."""
    server.answers(pair(PAID))
    asker = opened("anthropic", model="claude-from-next-year")
    assert [change.after for change in (await ask(asker)).changes] == ["Paid"]
    assert server.asked[0].body["tools"]


@pytest.mark.parametrize(("provider", "unit"), [("openai", "pixels of its picture"), ("google", "in thousandths")])
async def test_boxes_are_asked_for_in_the_unit_of_the_models(
    provider: str, unit: str, server: ModelServer, opened: Open
) -> None:
    """Gemini's models give boxes in thousandths, whatever the prompt says."""
    box = [111, 63, 945, 250] if provider == "google" else [40, 40, 160, 340]
    server.answers(pair(change("appeared", box, after="Paid")))
    answer = await ask(opened(provider))
    assert unit in json.dumps(server.asked[0].body)
    assert answer.changes[0].box is not None
    assert [round(side) for side in answer.changes[0].box] == [40, 40, 120, 300]


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        *(pytest.param(Said("A button came."), provider, id=f"words of {provider}") for provider in PROVIDERS),
        pytest.param(Said("<answer><change/></answer>"), "openai", id="markup"),
        pytest.param(Said('{"changes": [{"kind": "appeared"'), "openai", id="half"),
        pytest.param(Said('{"changes": ["appeared", 7]}'), "openai", id="no objects"),
        pytest.param(Said(raw=b"[]"), "openai", id="another format"),
    ],
)
@pytest.mark.attack("provider answers")
async def test_a_malformed_answer_is_retried_once(said: Said, provider: str, server: ModelServer, opened: Open) -> None:
    """Both calls count."""
    server.answers(said)
    answer = await ask(opened(provider))
    assert len(server.asked) == MAX_MALFORMED_TRIES
    assert "127.0.0.1" in answer.problem
    assert answer == PairAnswer(2, usage=answer.usage, problem=answer.problem)
    assert answer.usage.calls == MAX_MALFORMED_TRIES


@pytest.mark.attack("provider answers")
async def test_an_answer_of_a_hundred_thousand_changes_is_aborted(server: ModelServer, opened: Open) -> None:
    server.answers(pair(*[change("appeared", after="a")] * 100_000))
    assert (await ask(opened())).problem.endswith("sent an incomplete answer.")


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("ends", "told"), [("refused", "refused to read"), ("truncated", "not finish within 2,000")])
async def test_a_refusal_or_a_truncated_answer_is_not_retried(
    ends: str, told: str, provider: str, server: ModelServer, opened: Open
) -> None:
    """Repeating the question would end the same way, and cost the same again."""
    server.answers(Said('{"changes": [{"ki' if ends == "truncated" else "", ends=ends))
    answer = await ask(opened(provider))
    assert len(server.asked) == 1
    assert told in answer.problem
    assert answer.usage.output_tokens == OUT_TOKENS


# --- keys, limits, and what breaks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "status", "told"),
    [
        *((provider, 401, "does not accept the key") for provider in PROVIDERS),
        ("openai", 403, "does not accept the key"),
        ("openai", 404, "knows no model"),
    ],
)
async def test_a_wrong_key_or_model_is_reported_once(
    status: int, told: str, provider: str, server: ModelServer, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """However many questions wait: the provider is called once, and no message contains the key, although the provider
    quoted it.
    """
    server.answers(failed(status, f"Incorrect API key provided: {KEY}"))
    asker = opened(provider)
    with caplog.at_level("DEBUG"):
        found = await asyncio.gather(*(asker.ask(question(asker)) for _ in range(8)), return_exceptions=True)
    assert len(server.asked) == 1
    assert {type(item) for item in found} == {ModelRefused}
    assert told in str(found[0])
    assert KEY not in f"{found} {caplog.text}"


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_rate_limits_of_the_provider_are_obeyed(
    provider: str, server: ModelServer, opened: Open, waits: Waits
) -> None:
    """429 states a delay, 529 does not: then the delay grows. The question is answered in the end, and paid once."""
    server.answers(failed(429, Retry_After="7"), failed(529), failed(529), pair(PAID))
    answer = await ask(opened(provider))
    assert not answer.problem
    assert waits.asked_for[0] == 7
    assert 1 <= waits.asked_for[1] <= 2 <= waits.asked_for[2] <= 4
    assert answer.usage.calls == 1


async def test_a_pause_holds_all_calls_of_the_session() -> None:
    """One call got the delay; the other calls wait as well, without asking first."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    turns = LocalRateLimiter(sleep)
    await turns.turn()
    await turns.pause(30)
    await turns.turn()
    assert slept[0] == 0
    assert 25 < slept[1] <= 30


@pytest.mark.parametrize(
    ("said", "tries"),
    [
        pytest.param(failed(529), MAX_BUSY_TRIES, id="busy"),
        pytest.param(failed(500), MAX_BROKEN_TRIES, id="broken"),
        pytest.param(failed(429, Retry_After="3600"), 1, id="come back in an hour"),
        pytest.param(failed(400), 1, id="not taken"),
        pytest.param(
            Said(status=307, headers={"location": "http://127.0.0.1:9/"}, raw=b""), MAX_BROKEN_TRIES, id="redirect"
        ),
        pytest.param(Said(headers={"content-encoding": "gzip"}, raw=b"x"), MAX_BROKEN_TRIES, id="compressed"),
    ],
)
@pytest.mark.attack("provider answers")
async def test_a_failed_question_is_marked_and_the_next_is_answered(
    said: Said, tries: int, server: ModelServer, opened: Open
) -> None:
    """Each kind of failure has its number of retries; a redirect is not followed, since that would pass the key on."""
    server.answers(*[said] * tries, pair(PAID))
    asker = opened()
    first, second = await ask(asker), await ask(asker, "Another change.")
    assert len(server.asked) == tries + 1
    assert first.problem
    assert not first.changes
    assert not second.problem


async def test_no_call_is_made_after_consecutive_failures(server: ModelServer, opened: Open) -> None:
    """Otherwise each question would spend its retries and delays during an outage."""
    server.answers(failed(400))
    asker = opened()
    answers = [await ask(asker, f"Change {number}.") for number in range(MAX_FAILURES + 2)]
    assert len(server.asked) == MAX_FAILURES
    assert "was not asked again" in answers[-1].problem


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.attack("provider answers")
async def test_a_silent_server_times_out(provider: str, server: ModelServer, opened: Open) -> None:
    """The call has a time limit, and is retried; an endless stream of bytes is limited by it too."""
    asker = opened(provider, timeout_s=0.2)
    await asker._caller.prepare()
    server.answers(Said(hangs=True))
    answer = await ask(asker)
    assert "did not answer in time" in answer.problem
    assert answer.usage.calls == MAX_BROKEN_TRIES, "the provider may have worked on each of them"


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_unreachable_server_is_reported_once(provider: str, waits: Waits) -> None:
    async with Asker(Choice(provider, "some-model", KEY, "http://127.0.0.1:9"), turns=waits) as asker:
        with pytest.raises(ModelRefused, match=r"127.0.0.1:9 could not be reached; start the server, or correct"):
            await asker.ask(question(asker))
        with pytest.raises(ModelRefused):
            await asker.ask(question(asker))
    assert len(waits.asked_for) == MAX_BROKEN_TRIES - 1


async def test_no_test_reaches_a_provider(waits: Waits) -> None:
    """Without a base URL a call goes to the provider, whose address leads nowhere in tests."""
    async with Asker(Choice("anthropic", "some-model", KEY), turns=waits) as asker:
        with pytest.raises(ModelRefused, match="Anthropic could not be reached; look at the network"):
            await asker.ask(question(asker))


# --- at once, and what it costs ---------------------------------------------------------------------------------------


async def test_twelve_states_take_three_rounds_of_calls_after_the_first(server: ModelServer, opened: Open) -> None:
    """After the first answer four calls run concurrently: each waits until it sees the others of its round."""
    round_ended = {number: number + MAX_CONCURRENT_CALLS - 1 for number in (2, 6, 10)}

    def wait_for_others(asked: Asked) -> Said:
        number = len(server.asked)
        full = next((last for first, last in round_ended.items() if first <= number <= last), number)
        deadline = time.monotonic() + 20
        while len(server.asked) < min(full, 12) and time.monotonic() < deadline:
            time.sleep(0.005)
        return pair(PAID)

    server.answers(wait_for_others)
    asker = opened()
    answers = await asyncio.gather(*(ask(asker, f"Change {number}.") for number in range(12)))
    assert not any(answer.problem for answer in answers)
    assert server.most_at_once == MAX_CONCURRENT_CALLS == 4


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_tokens_are_priced_by_the_table(provider: str, server: ModelServer, opened: Open) -> None:
    server.answers(pair(PAID))
    asker = opened(provider, priced=True)
    answer = await ask(asker)
    assert answer.usage.cost_usd is not None
    assert 0.0001 < answer.usage.cost_usd < 0.05
    assert asker.ledger.spent_usd == answer.usage.cost_usd


async def test_the_ceiling_is_enforced_before_each_call(server: ModelServer, opened: Open) -> None:
    """No call begins that might exceed the ceiling; the remaining questions report that."""
    server.answers(pair(PAID))
    most = opened("openai", priced=True).ledger.price(10_000, 4_000)
    assert most is not None
    asker = opened("openai", priced=True, max_cost_usd=most)
    answers = [await ask(asker, f"Change {number}.") for number in range(12)]
    answered = [answer for answer in answers if not answer.problem]
    assert 0 < len(server.asked) == len(answered) < 12
    assert asker.ledger.spent_usd <= most
    assert f"The ceiling of ${most:.2f} leaves no room" in answers[-1].problem


async def test_a_call_without_usage_costs_its_reserve(server: ModelServer, opened: Open) -> None:
    """The price of an interrupted call is unknown: under a ceiling it counts as the maximum."""
    asker = opened("openai", priced=True, max_cost_usd=1.0)
    server.answers(Said(pair(PAID).text, counts=False))
    await ask(asker)
    price = asker.ledger.price(1_000, MAX_PAIR_TOKENS)
    assert price is not None
    assert asker.ledger.spent_usd >= price


async def test_a_local_server_has_no_price(server: ModelServer, opened: Open) -> None:
    server.answers(pair(PAID))
    assert (await ask(opened())).usage.cost_usd is None


def test_the_announcement_says_how_many_calls_and_at_most_how_much(opened: Open) -> None:
    asker = opened("anthropic", priced=True)
    most = asker.ledger.most_of(12)
    assert most is not None
    told = f"is asked 12 questions, at most ${most:.2f} by the prices of genai-prices"
    assert f"{PROVIDERS['anthropic'].model} {told}" in asker.announcement(12)
    assert opened().announcement(1).endswith("is asked 1 question, at a cost that is not known.")


# --- answers that are known -------------------------------------------------------------------------------------------


async def test_an_answer_that_is_known_costs_nothing(server: ModelServer, opened: Open) -> None:
    """A second analysis does not ask the same question again, but asks another one."""
    server.answers(pair(PAID))
    first = opened()
    answer = await ask(first)
    second = opened(known=first.answers)
    again = await ask(second)
    assert len(server.asked) == 1
    assert (again.changes, again.usage.calls) == (answer.changes, 0)
    assert second.answers == first.answers
    await ask(second, "Another change.")
    assert len(server.asked) == 2


async def test_a_damaged_known_answer_is_asked_again(server: ModelServer, opened: Open) -> None:
    server.answers(pair(PAID))
    asker = opened()
    await ask(asker)
    for broken in ("", "[]", '{"changes": [7]}'):
        await ask(opened(known=dict.fromkeys(asker.answers, broken)))
    assert len(server.asked) == 4
