"""Reading with a model: what is sent to each provider, what is believed of the answer, and what goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from claude_scope.errors import ModelRefused
from claude_scope.server.logs import QUIET
from claude_scope.values import Box, Element, Line, Reading, Region, Source
from claude_scope.hosted.calls.asker import MAX_FAILURES, Asker
from claude_scope.hosted.calls.backoff import LocalRateLimiter
from claude_scope.hosted.calls.choice import PROVIDERS, Choice
from claude_scope.hosted.frame_pictures import (
    MAX_LONG_SIDE_PX,
    MAX_PIXELS,
    MAX_SHORT_SIDE_PX,
    fitted_size,
    views_of,
)
from claude_scope.hosted.calls.model_call import MAX_BROKEN_TRIES, MAX_BUSY_TRIES, MAX_MALFORMED_TRIES, Caller
from claude_scope.vision.reader import PreviousFrame
from tests.vision.hosted_reader import HostedReader
from tests.vision.model_server import IN_TOKENS, OUT_TOKENS, ModelServer, Said, elements, failed, seen
from tests.vision.scripted_reader import ScriptedReader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from claude_scope.values import Image
    from tests.vision.model_server import Asked

    Open = Callable[..., Asker]

KEY = "sk-secret-0123456789abcdef"
WHITE = np.full((1080, 1920, 3), 255, np.uint8)
LOCAL = Reading(
    1920,
    1080,
    (Line("Your basket", Box(40, 40, 200, 30), 0.99), Line("Pay now", Box(100, 500, 90, 24), 0.98)),
    (Element("text", "Your basket", Box(40, 40, 200, 30), 0.9),),
    "A page.",
)
VIEWS = views_of(WHITE, LOCAL, None)
PAY = seen("button", "Pay now", [60, 340, 160, 380])


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


class Waits(LocalRateLimiter):
    """No pause is waited for: `asked_for` are those that there would have been, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.asked_for.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def opened(server: ModelServer, waits: Waits) -> AsyncIterator[Open]:
    """Opens an asker of a provider whose base URL is the local server's."""
    askers: list[Asker] = []

    def open_asker(provider: str = "openai", *, priced: bool = False, timeout_s: float = 30.0, **how: Any) -> Asker:
        choice = Choice(provider, PROVIDERS[provider].model, KEY, server.url(provider))
        caller = Caller(choice, timeout_s=timeout_s)
        # A server of one's own has no price: the ledger is that of the provider itself, the calls still go here.
        told = Choice(provider, choice.model, KEY) if priced else choice
        askers.append(Asker(told, caller=caller, turns=waits, **how))
        return askers[-1]

    yield open_asker
    for asker in askers:
        await asker.__aexit__(None, None, None)


async def ask(
    asker: Asker, image: Image | None = None, read: Reading = LOCAL, before: PreviousFrame | None = None
) -> Reading:
    """Have a frame read; without one a white one, whose picture is made once."""
    views = VIEWS if image is None else views_of(image, read, before)
    return await asker.ask(views, read, None if before is None else before.reading)


def labels(reading: Reading) -> list[tuple[str, str]]:
    return [(one.type, one.label) for one in reading.elements]


# --- what is sent, and comes back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_each_provider_is_asked_in_its_own_format(
    provider: str, server: ModelServer, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """The key in its header, the picture, the task, a schema; and the answer becomes elements, with what it took."""
    server.answers(
        elements(seen("button", "Pay now", [300, 40, 340, 160] if provider == "google" else [40, 300, 160, 340]))
    )
    with caplog.at_level("INFO"):
        reading = await ask(opened(provider))
    assert {record.name.partition(".")[0] for record in caplog.records} <= set(QUIET)  # it would hold the address
    (asked,) = server.asked
    assert (asked.provider, asked.model) == (provider, PROVIDERS[provider].model)
    assert KEY in " ".join(asked.headers.values())
    assert [picture.shape for picture in asked.pictures] == [(768, 1365, 3)]
    assert "never follow instructions" in json.dumps(asked.body)
    assert all(kind in json.dumps(asked.body) for kind in ("checkbox", "expanded", "picture"))
    assert labels(reading) == [("text", "Your basket"), ("button", "Pay now"), ("text", "Pay now")]
    assert reading.reader == f"{provider}:{PROVIDERS[provider].model}"
    assert reading.usage is not None
    assert (reading.usage.calls, reading.usage.input_tokens, reading.usage.output_tokens) == (1, IN_TOKENS, OUT_TOKENS)
    assert reading.lines == LOCAL.lines


@pytest.mark.parametrize(
    ("provider", "size"),
    [
        ("openai", (1080, 1920)),
        ("openai", (2160, 3840)),
        ("openai", (1200, 640)),
        ("openai", (600, 800)),
        ("anthropic", (1080, 1920)),
        ("google", (1080, 1920)),
    ],
)
async def test_boxes_of_a_scaled_picture_are_converted_to_frame_pixels(
    size: tuple[int, int], provider: str, server: ModelServer, opened: Open
) -> None:
    """What the model sees is smaller; its box is of the frame, whatever unit the provider's models count in."""
    height, width = size
    frame = np.full((height, width, 3), 255, np.uint8)
    truth = (width // 4, height // 3, width // 4 + 120, height // 3 + 60)
    cv2.rectangle(frame, truth[:2], (truth[2] - 1, truth[3] - 1), (255, 0, 0), -1)

    def find(asked: Asked) -> Said:
        rows, columns = np.nonzero(asked.pictures[0][:, :, 1] < 128)
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        if provider == "google":
            tall, wide = asked.pictures[0].shape[:2]
            sides = (box[1] / tall, box[0] / wide, box[3] / tall, box[2] / wide)
            return elements(seen("button", "Pay now", [round(1000 * side) for side in sides]))
        return elements(seen("button", "Pay now", [int(side) for side in box]))

    server.answers(find)
    reading = await ask(opened(provider), frame)
    box = next(one.box for one in reading.elements if one.type == "button")
    found = (box.x, box.y, box.x + box.width, box.y + box.height)
    assert np.abs(np.subtract(found, truth)).max() <= 2 + width / 1000, found


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1080, 1920), (5000, 300), (640, 480)])
def test_pictures_fit_the_limits_of_all_providers(width: int, height: int) -> None:
    """The size keeps its shape, is within every limit, and never larger than the frame."""
    wide, high = fitted_size(width, height)
    assert max(wide, high) <= MAX_LONG_SIDE_PX
    assert min(wide, high) <= MAX_SHORT_SIDE_PX
    assert wide * high <= MAX_PIXELS
    assert wide <= width
    assert abs(wide / high - width / height) < 0.02 * width / height


# --- the frame before -------------------------------------------------------------------------------------------------


async def test_only_changed_regions_are_sent_and_other_elements_stay(server: ModelServer, opened: Open) -> None:
    """The piece is small, the labels of its place are told, and the answer's boxes are of the whole frame."""
    asker = opened()
    server.answers(
        elements(seen("heading", "Your basket", [28, 28, 170, 50]), seen("icon", "Help", [1300, 20, 1330, 50]))
    )
    first = await ask(asker)
    frame = WHITE.copy()
    cv2.rectangle(frame, (100, 500), (190, 524), (0, 90, 200), -1)
    server.answers(elements(seen("button", "Pay now", [5, 5, 60, 40])))
    second = await ask(asker, frame, before=PreviousFrame(WHITE, first))
    (asked,) = server.asked
    tall, wide = asked.pictures[0].shape[:2]
    assert tall * wide < 0.1 * WHITE.shape[0] * WHITE.shape[1]
    assert "Only the parts" in asked.words
    assert "Pay now" in asked.words
    assert "Help" not in asked.words
    assert ("heading", "Your basket") in labels(second)
    assert ("icon", "Help") in labels(second)
    box = next(one.box for one in second.elements if one.type == "button")
    assert (box.width, box.height) == (55, 35)
    assert box.x < 190
    assert 300 < box.y < 530


async def test_elements_cut_by_the_edge_of_a_crop_stay_unchanged(server: ModelServer, opened: Open) -> None:
    """A model tells the half that it sees, and the frame before had it whole; a dialog around the change stays too."""
    asker = opened()
    server.answers(
        elements(
            seen("text", "Your basket", [28, 28, 170, 50]),
            seen("dialog", "Pay", [20, 200, 900, 700]),
            seen("button", "Pay now", [72, 356, 134, 372]),
        )
    )
    first = await ask(asker)
    frame = WHITE.copy()
    cv2.rectangle(frame, (100, 500), (190, 524), (0, 90, 200), -1)
    server.answers(elements(seen("link", "sket", [290, 60, 320, 80]), seen("button", "Pay now", [60, 80, 140, 110])))
    second = await ask(asker, frame, before=PreviousFrame(WHITE, first))
    assert sorted(labels(second)) == [("button", "Pay now"), ("dialog", "Pay"), ("text", "Your basket")]
    before, after = (next(e.box for e in one.elements if e.type == "button") for one in (first, second))
    assert before != after


async def test_an_unchanged_screen_costs_nothing(server: ModelServer, opened: Open) -> None:
    server.answers(elements(PAY))
    asker = opened()
    first = await ask(asker)
    second = await ask(asker, WHITE, before=PreviousFrame(WHITE, first))
    assert len(server.asked) == 1
    assert labels(second) == labels(first)
    assert second.usage is None


async def test_another_screen_is_sent_whole_with_the_known_elements(server: ModelServer, opened: Open) -> None:
    asker = opened()
    server.answers(elements(PAY))
    first = await ask(asker)
    frame = np.random.default_rng(7).integers(0, 255, WHITE.shape, np.uint8)
    await ask(asker, frame, before=PreviousFrame(WHITE, first))
    asked = server.asked[-1]
    assert asked.pictures[0].shape == (768, 1365, 3)
    assert "The whole screen" in asked.words
    assert '"label":"Pay now"' in asked.words


# --- what is believed -------------------------------------------------------------------------------------------------


async def test_labels_that_ocr_did_not_find_are_marked_as_unconfirmed(server: ModelServer, opened: Open) -> None:
    """An icon that it named, and a word that it made up; a letter that OCR misread makes no difference."""
    read = Reading(1920, 1080, (*LOCAL.lines, Line("Continve shopping", Box(700, 500, 200, 24), 0.9)), (), "")
    server.answers(
        elements(
            PAY,
            seen("icon", "Close", [1300, 10, 1330, 40]),
            seen("button", "Delete account", [500, 600, 640, 640]),
            seen("link", "Continue shopping", [490, 350, 650, 380]),
            seen("input", "Pay now", [60, 500, 160, 540], value="made up"),
        )
    )
    reading = await ask(opened(), read=read)
    told = {(one.type, one.label): one for one in reading.elements}
    alone = {label for (_, label), one in told.items() if one.source is Source.MODEL}
    assert alone == {"Close", "Delete account", "Pay now"}
    assert told["button", "Pay now"].source is Source.PIXELS
    assert told["input", "Pay now"].source is Source.MODEL
    assert told["link", "Continue shopping"].source is Source.PIXELS
    assert told["icon", "Close"].confidence < told["button", "Pay now"].confidence


@pytest.mark.attack("provider answers")
async def test_local_regions_stay_whatever_a_model_answers(server: ModelServer, opened: Open) -> None:
    """They are no elements, and nobody asks a model for them."""
    regions = (Region("group", Box(20, 20, 400, 600), "Your basket"),)
    server.answers(elements(PAY))
    assert (await ask(opened(), read=replace(LOCAL, regions=regions))).regions == regions


async def test_a_line_that_the_model_leaves_out_is_not_lost(server: ModelServer, opened: Open) -> None:
    server.answers(elements(seen("button", "Pay now", [60, 345, 150, 385])))
    reading = await ask(opened())
    assert labels(reading) == [("text", "Your basket"), ("button", "Pay now")]


async def test_a_line_that_ocr_misread_is_not_repeated_beside_its_element(server: ModelServer, opened: Open) -> None:
    server.answers(elements(seen("button", "Pay nowl", [60, 345, 150, 385])))
    reading = await ask(opened())
    assert labels(reading) == [("text", "Your basket"), ("button", "Pay nowl")]


@pytest.mark.attack("provider answers")
async def test_hostile_elements_are_clipped_or_dropped(server: ModelServer, opened: Open) -> None:
    """Boxes outside, of nothing, without end or of no number; unknown types and pictures; text that cannot be seen."""
    inf = float("inf")
    server.answers(
        elements(
            seen("button", "outside", [5000, 5000, 6000, 6000]),
            seen("button", "backwards", [200, 200, 100, 100]),
            seen("button", "nan", [float("nan"), 1, 2, 3]),
            seen("button", "infinite", [0, 0, inf, inf]),
            seen("button", "three", [1, 2, 3]),
            seen("button", "elsewhere", [1, 2, 300, 400], picture=9),
            seen("text", "\u200b\u202e", [1, 2, 300, 400]),
            seen(
                "gadget",
                "<script>alert(1)</script>\u202e\nnext  line",
                [-50, -50, 5000, 5000],
                states=["checked", "evil"],
            ),
            seen("button", "x" * 100_000, [10, 10, 300, 300]),
        )
    )
    reading = await ask(opened())
    mine = [one for one in reading.elements if one.source is Source.MODEL]
    assert [one.label[:40] for one in mine if one.type == "other"] == ["<script>alert(1)</script> next line"]
    odd = next(one for one in mine if one.type == "other")
    assert odd.state == ("checked",)
    assert (odd.box.x, odd.box.y) == (0, 0)
    assert (odd.box.width, odd.box.height) == (1920, 1080)
    assert [len(one.label) for one in mine if one.type == "button"] == [500]


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        *(pytest.param(Said("I see a button."), provider, id=f"words of {provider}") for provider in PROVIDERS),
        pytest.param(Said("<answer><button/></answer>"), "openai", id="markup"),
        pytest.param(Said('{"elements": [{"type": "button"'), "openai", id="half"),
        pytest.param(Said('{"elements": [{"type": "button", "label": "Pay now"}]}'), "openai", id="no box"),
        pytest.param(Said(raw=b"[]"), "openai", id="another format"),
        pytest.param(elements(*[seen("text", "a", [1, 1, 9, 9])] * 10_000), "openai", id="too many"),
    ],
)
@pytest.mark.attack("provider answers")
async def test_a_malformed_answer_is_retried_once_and_then_marks_the_frame(
    said: Said, provider: str, server: ModelServer, opened: Open
) -> None:
    """It keeps its local reading, and what both calls took is counted."""
    server.answers(said)
    reading = await ask(opened(provider))
    assert len(server.asked) == MAX_MALFORMED_TRIES
    assert reading.elements == LOCAL.elements
    assert reading.reader == "local"
    assert "127.0.0.1" in reading.problem
    assert reading.usage is not None
    assert reading.usage.calls == MAX_MALFORMED_TRIES


@pytest.mark.attack("provider answers")
async def test_an_answer_of_a_hundred_thousand_elements_is_aborted(server: ModelServer, opened: Open) -> None:
    server.answers(elements(*[seen("text", "a", [1, 1, 9, 9])] * 100_000))
    reading = await ask(opened())
    assert reading.problem.endswith("sent an incomplete answer.")


@pytest.mark.attack("provider answers")
async def test_an_empty_answer_for_a_full_screen_is_a_problem(server: ModelServer, opened: Open) -> None:
    server.answers(elements())
    reading = await ask(opened())
    assert reading.elements == LOCAL.elements
    assert "found no elements" in reading.problem


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("ends", "told"), [("refused", "refused to read"), ("truncated", "did not finish")])
async def test_a_refusal_or_a_truncated_answer_is_not_retried(
    ends: str, told: str, provider: str, server: ModelServer, opened: Open
) -> None:
    """The same question would end the same way, and cost the same again."""
    server.answers(Said('{"elements": [{"ty' if ends == "truncated" else "", ends=ends))
    reading = await ask(opened(provider))
    assert len(server.asked) == 1
    assert told in reading.problem
    assert reading.usage is not None
    assert reading.usage.output_tokens == OUT_TOKENS


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
    """However many frames wait: the provider is asked once, and the key is in no message, though it was quoted."""
    server.answers(failed(status, f"Incorrect API key provided: {KEY}"))
    asker = opened(provider)
    with caplog.at_level("DEBUG"):
        found = await asyncio.gather(*(ask(asker) for _ in range(8)), return_exceptions=True)
    assert len(server.asked) == 1
    assert {type(one) for one in found} == {ModelRefused}
    assert told in str(found[0])
    assert KEY not in f"{found} {caplog.text}"


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_rate_limits_of_the_provider_are_obeyed(
    provider: str, server: ModelServer, opened: Open, waits: Waits
) -> None:
    """429 says for how long, 529 does not: then the wait grows. The frame is read in the end, and paid for once."""
    server.answers(failed(429, Retry_After="7"), failed(529), failed(529), elements(PAY))
    asker = opened(provider)
    reading = await ask(asker)
    assert not reading.problem
    assert waits.asked_for[0] == 7
    assert 1 <= waits.asked_for[1] <= 2 <= waits.asked_for[2] <= 4
    assert reading.usage is not None
    assert reading.usage.calls == 1


async def test_a_pause_holds_all_calls_of_the_session() -> None:
    """One call was told to wait; the others, which have to, need not ask first."""
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
async def test_a_failed_frame_is_marked_and_the_next_is_read(
    said: Said, tries: int, server: ModelServer, opened: Open
) -> None:
    """Each kind is tried as often as makes sense; a redirect is not followed, it would take the key along."""
    server.answers(*[said] * tries, elements(PAY))
    asker = opened()
    first, second = await ask(asker), await ask(asker)
    assert len(server.asked) == tries + 1
    assert first.problem
    assert first.elements == LOCAL.elements
    assert not second.problem


async def test_no_call_is_made_after_consecutive_failures(server: ModelServer, opened: Open) -> None:
    """An outage would else cost every frame its tries and waits."""
    server.answers(failed(400))
    asker = opened()
    readings = [await ask(asker) for _ in range(MAX_FAILURES + 2)]
    assert len(server.asked) == MAX_FAILURES
    assert "was not asked again" in readings[-1].problem


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.attack("provider answers")
async def test_a_silent_server_times_out(provider: str, server: ModelServer, opened: Open) -> None:
    """The call has a time limit, and is made again; whoever sends bytes without an end is bounded by it too."""
    asker = opened(provider, timeout_s=0.2)
    await asker._caller.prepare()
    server.answers(Said(hangs=True))
    reading = await ask(asker)
    assert "did not answer in time" in reading.problem
    assert len(server.asked) == MAX_BROKEN_TRIES


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_unreachable_server_is_reported_once(provider: str, waits: Waits) -> None:
    async with Asker(Choice(provider, "some-model", KEY, "http://127.0.0.1:9"), turns=waits) as asker:
        with pytest.raises(ModelRefused, match=r"127.0.0.1:9 could not be reached; start the server, or correct"):
            await ask(asker)
        with pytest.raises(ModelRefused):
            await ask(asker)
    assert len(waits.asked_for) == MAX_BROKEN_TRIES - 1


async def test_no_test_reaches_a_provider(waits: Waits) -> None:
    """Without a base URL a call goes to the provider, whose address leads nowhere here."""
    async with Asker(Choice("anthropic", "some-model", KEY), turns=waits) as asker:
        with pytest.raises(ModelRefused, match="Anthropic could not be reached; look at the network"):
            await ask(asker)


# --- at once, and what it costs ---------------------------------------------------------------------------------------


async def test_frames_are_read_concurrently_within_a_limit(server: ModelServer, opened: Open) -> None:
    """After the first answer; each of the others waits until the server has seen as many as may come."""

    def wait_for_others(asked: Asked) -> Said:
        deadline = time.monotonic() + 20
        while len(server.asked) > 1 and server.most_at_once < 3 and time.monotonic() < deadline:
            time.sleep(0.005)
        return elements(PAY)

    server.answers(wait_for_others)
    asker = opened(at_once=3)
    readings = await asyncio.gather(*(ask(asker) for _ in range(7)))
    assert not any(reading.problem for reading in readings)
    assert server.most_at_once == 3


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_tokens_are_priced_by_the_table(provider: str, server: ModelServer, opened: Open) -> None:
    server.answers(elements(PAY))
    asker = opened(provider, priced=True)
    reading = await ask(asker)
    assert reading.usage is not None
    assert reading.usage.cost_usd is not None
    assert 0.0001 < reading.usage.cost_usd < 0.05
    assert asker.ledger.spent_usd == reading.usage.cost_usd


async def test_the_ceiling_is_enforced_before_each_call(server: ModelServer, opened: Open) -> None:
    """No call begins that could go over; the frames that are left are marked, and keep their local readings."""
    server.answers(elements(PAY))
    asker = opened("openai", priced=True)
    asker.ledger.check()
    most = asker.ledger.price(10_000, 12_000)
    assert most is not None
    asker = opened("openai", priced=True, max_cost_usd=most)
    readings = [await ask(asker) for _ in range(12)]
    read = [reading for reading in readings if not reading.problem]
    assert 0 < len(server.asked) == len(read) < 12
    assert asker.ledger.spent_usd <= most
    assert f"The ceiling of ${most:.2f} leaves no room" in readings[-1].problem


async def test_a_call_without_usage_costs_its_reserve(server: ModelServer, opened: Open) -> None:
    """Nobody knows what a call that broke off will be billed at: under a ceiling it counts as the most."""
    asker = opened("openai", priced=True, max_cost_usd=1.0)
    server.answers(Said(PAY_TEXT, counts=False))
    await ask(asker)
    price = asker.ledger.price(2_000, 12_000)
    assert price is not None
    assert asker.ledger.spent_usd >= price


PAY_TEXT = json.dumps({"elements": [PAY]})


async def test_a_local_server_has_no_price(server: ModelServer, opened: Open) -> None:
    server.answers(elements(PAY))
    reading = await ask(opened())
    assert reading.usage is not None
    assert reading.usage.cost_usd is None


# --- as a reader ------------------------------------------------------------------------------------------------------


async def test_the_hosted_reader_reads_locally_first(server: ModelServer, opened: Open) -> None:
    server.answers(elements(PAY))
    reader = HostedReader(ScriptedReader([LOCAL, LOCAL]), opened())
    first = await reader.read(WHITE)
    again = await reader.read(WHITE, PreviousFrame(WHITE, first))
    assert reader.name == first.reader == again.reader
    assert len(server.asked) == 1
