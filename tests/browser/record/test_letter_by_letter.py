"""Secrets that the page repeats while they are typed, and values that only resemble parts of a secret."""

from __future__ import annotations

import asyncio
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.record.masking import LineMasker
from claude_scope.browser.record.script import MASK
from claude_scope.browser.record.tabs import late_secrets
from claude_scope.browser.record.tabs.masked_texts import MaskedTexts
from claude_scope.serialization.masked_places import EARLY_MS, MaskedPlaces
from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.sites import Route

SECRET = "S3cretPa55!xyz"
PAGE = """<title>Sign in</title><h1>Sign in</h1><p>Sizes: S, M, L</p>
<label>Password <input type=password oninput="
  document.querySelector('output').textContent = this.value;
  document.querySelector('i').textContent = 'So far: ' + this.value.slice(0, 7);
  document.querySelector('b').title = this.value;
  console.log(this.value); console.log('typed ' + this.value); fetch('/check/' + this.value);
  history.replaceState({}, '', '/?draft=' + this.value)"></label>
<output></output><i></i><b title=""></b><ul id=log></ul>
<iframe srcdoc="<p>Small frame</p>"></iframe>"""


async def test_a_password_that_the_page_repeats_letter_by_letter(tmp_path: Path) -> None:
    """No part of it is left: in texts, attributes, the console, requests, addresses, and in a later snapshot."""
    capture = tmp_path / "letters.scope"
    async with Site({"/": PAGE, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.focus("input")
        await driver.page.keyboard.type(SECRET, delay=15)
        await driver.page.evaluate("dispatchEvent(new Event('load'))")  # takes a full snapshot again
        await driver.page.wait_for_timeout(500)
    with zipfile.ZipFile(capture) as packed:
        text = "\n".join(packed.read(name).decode() for name in packed.namelist() if name.startswith("events-"))
    left = [SECRET[:end] for end in range(2, len(SECRET) + 1) if f'"{SECRET[:end]}"' in text]
    left += [SECRET[i : i + 4] for i in range(len(SECRET) - 3) if SECRET[i : i + 4] in text]
    assert left == []
    assert '"textContent":"S"' not in text.replace('"value"', '"textContent"')
    said = [event["text"] for event in read_events(capture) if event["kind"] == "console" and event["level"] == "log"]
    assert len(said) == 2 * len(SECRET)
    assert said[0] == MASK
    assert "Sizes: S, M, L" in text, "what repeats nothing stays"


async def test_texts_on_the_screen_that_repeat_a_secret_are_noted(tmp_path: Path) -> None:
    """Their places are in the `masked` events, from the first letter on."""
    capture = tmp_path / "places.scope"
    async with Site({"/": PAGE, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.focus("input")
        await driver.page.keyboard.type("S3")
        await driver.page.wait_for_timeout(300)
        await driver.page.keyboard.type("cr3t")
        place = await driver.page.locator("output").bounding_box()
        await driver.page.wait_for_timeout(300)
    assert place is not None
    notes = [event for event in read_events(capture) if event["kind"] == "masked"]
    assert notes[0]["boxes"] == [], "an empty field shows nothing"
    echoes = [[box for box in note["boxes"] if abs(box[2] - place["y"]) < 8] for note in notes]
    assert any(echoes)
    assert notes[-1]["boxes"]


async def test_the_next_page_that_shows_what_was_typed_is_covered_from_its_start(tmp_path: Path) -> None:
    """For example after a form was sent, whatever shows it: a text, a field, a button, a list."""
    capture = tmp_path / "saved.scope"
    form = "<form action=/saved><input type=password aria-label=Password><button>Save</button></form>"
    saved = """<p>Saved. The new password zebrahorselamp is active.</p><p>Copy <input value=zebrahorselamp></p>
        <button>Log in with zebrahorselamp</button>
        <select><option>Old</option><option selected>zebrahorselamp</option></select>"""
    routes: dict[str, Route] = {"/": form, "/saved": saved, "/other": "<p>Sale</p>", "*": Answer(saved)}
    async with Site(routes) as site, driven(site.url, capture) as driver:
        await driver.page.focus("input")
        await driver.page.keyboard.type("zebrahorselamp")
        await driver.page.click("button")
        await driver.page.wait_for_timeout(900)
        await driver.page.goto(site.url.replace("127.0.0.1", "localhost") + "other")
        await driver.page.wait_for_timeout(900)
    events = read_events(capture)
    _, second, third = [event for event in events if event["kind"] == "document"]
    notes = {
        name: [event for event in events if event["kind"] == "masked" and event["frame"] == name]
        for name in (second["document"], third["document"])
    }
    told = [note for note in notes[second["document"]] if note["boxes"]]
    assert len(told[-1]["boxes"]) == 4
    assert told[0]["since"] <= notes[second["document"]][0]["since"]
    assert not [note for note in notes[third["document"]] if note["boxes"]]
    assert "zebrahorselamp" not in str(events), "what is written is masked everywhere"


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("hunter2!", "Saved. The new password hunter2! is active.", f"Saved. The new password {MASK} is active."),
        ("hunter2!", "pw=hunter2", f"pw={MASK}"),
        ("admin", "Signed in as admin of /admin/", "Signed in as admin of /admin/"),
        ("/admin/", "/admin/users", "/admin/users"),
        ("9174", "Order 91745 of 9174", f"Order 91745 of {MASK}"),
        ("S3cretPa55", "pwS3cr3 or xS3crx", f"pw{MASK}3 or x{MASK}x"),
        ("Sunshine42", "Administrators like sunshine and Sunshine", "Administrators like sunshine and Sunshine"),
        ("password key for xQ9", "Saved key X for Eve: API key", "Saved key X for Eve: API key"),
        ("correct horse battery", "It is correct horse battery.", f"It is {MASK}."),
        ("correct horse battery", "So far: correct horse", f"So far: {MASK}"),
        ("correct horse battery", "correct it, horse around", "correct it, horse around"),
    ],
)
def test_which_texts_repeat_a_secret(typed: str, text: str, expected: str) -> None:
    """The typed value is found, but not words or paths that contain it, nor a part of another number."""
    masker = LineMasker()
    for end in range(1, len(typed) + 1):
        masker.learn(typed[:end], typed=True)
    assert masker.event({"kind": "action", "value": text})["value"] == expected


def test_letters_that_a_page_repeats_one_by_one_are_masked_while_they_are_new() -> None:
    """For example if the page adds an element for each letter."""
    masker = LineMasker()
    found = []
    for end in range(1, len("kestrel77") + 1):
        masker.learn("kestrel77"[:end], typed=True)
        found.append(masker.event({"kind": "action", "value": "kestrel77"[end - 1]})["value"])
    assert set(found) == {MASK}
    assert masker.event({"kind": "action", "value": "Seats: 7"})["value"] == "Seats: 7"


def test_short_values_count_as_the_whole_of_a_new_text() -> None:
    """The first letters of a password are masked where the page repeats them, and also in a later snapshot."""
    masker = LineMasker()
    masker.learn("S3", typed=True)
    changed = {"type": 3, "data": {"source": 0, "texts": [{"id": 7, "value": "S3"}, {"id": 8, "value": "Size S3"}]}}
    told = masker.event({"kind": "dom", "document": "d1", "event": changed})["event"]["data"]["texts"]
    assert [text["value"] for text in told] == [MASK, "Size S3"]
    nodes = [{"type": 3, "textContent": "S3", "id": 7}, {"type": 3, "textContent": "S3", "id": 9}]
    snapshot = {"type": 2, "data": {"node": {"type": 0, "childNodes": nodes, "id": 1}}}
    found = masker.event({"kind": "dom", "document": "d1", "event": snapshot})["event"]["data"]["node"]["childNodes"]
    assert [node["textContent"] for node in found] == [MASK, "S3"], "the other one stood there before"


def test_a_frame_that_sends_many_values_crowds_out_no_other() -> None:
    """Neither values typed elsewhere before, nor those typed there later; of its own values the newest are kept."""
    masker = LineMasker()
    masker.learn("Kestrel-before", typed=True, source="sign in")
    for sent in range(5_000):
        masker.learn(f"{sent:04}", typed=True, source=f"frame {sent % 20}")
    for end in range(1, len("Lanner-after") + 1):
        masker.learn("Lanner-after"[:end], typed=True, source="sign in")
    told = masker.event({"kind": "action", "value": "Kestrel-before, Lanner-after, 0001, 4999"})["value"]
    assert told == f"{MASK}, {MASK}, 0001, {MASK}"


def test_a_word_is_masked_each_time_that_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be the beginning of a password; a minute later it counts as a word again."""
    masker = LineMasker()
    for now in (100.0, 200.0):
        monkeypatch.setattr(time, "monotonic", lambda now=now: now)
        masker.learn("sunshine", typed=True)
        assert masker.event({"kind": "action", "value": "sunshine"})["value"] == MASK
    monkeypatch.setattr(time, "monotonic", lambda: 260.0)
    assert masker.event({"kind": "action", "value": "sunshine"})["value"] == "sunshine"


KEY = "AKIAIOSFODNN7EXAMPLE"
NOTES = f"""<title>Keys</title><label>API key <input id=key></label><label>Notes <input id=notes></label>
<button onclick="document.querySelector('output').textContent = `Saved key ${{key.value}} for ${{notes.value}}`">Save
</button><output></output><p>Ask for another key {KEY[:3]}.</p>"""


async def test_of_a_sentence_with_a_key_only_the_key_is_masked_elsewhere(tmp_path: Path) -> None:
    """The other words of an ordinary field are no secret: labels and messages that contain them stay."""
    capture = tmp_path / "notes.scope"
    async with Site({"/": NOTES, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.fill("#notes", f"my key for you is {KEY}, ok")
        await driver.page.fill("#key", "sk-ant-0123456789abcdef")
        await driver.page.click("button")
        await driver.page.wait_for_timeout(300)
    events = read_events(capture)
    assert [act["target"]["name"] for act in acts(events)] == ["Notes", "API key", "Save"]
    assert f"Saved key {MASK} for my key for you is {MASK}, ok" in str(events)


ECHO = """<title>Notes</title><label>Notes <input oninput="
  document.querySelector('output').textContent = this.value; console.log(this.value); fetch('/find/' + this.value);
  history.replaceState({}, '', '/?draft=' + encodeURIComponent(this.value))"></label> <output></output>
<div contenteditable role=textbox aria-label=Comment></div><p>Apples</p>"""


def mark_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host is slow: the frame hears of the last letter after its next look, and of the first ones after that."""

    def later(self: MaskedTexts, *about: Any) -> None:
        asyncio.get_running_loop().call_later(0.3, written, self, *about)

    written = MaskedTexts.written
    monkeypatch.setattr(MaskedTexts, "written", later)
    monkeypatch.setattr(late_secrets, "DELAY_S", 1.0)


@pytest.mark.parametrize(("field", "slow"), [("input", False), ("div", False), ("div", True)])
async def test_letters_of_a_key_are_masked_when_it_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, *, slow: bool
) -> None:
    """An ordinary field shows that it has a key only when that is complete: what was written before is masked then."""
    if slow:
        mark_late(monkeypatch)
    capture = tmp_path / "key.scope"
    async with Site({"/": ECHO, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        page = driver.page
        await page.focus(field)
        await page.keyboard.type(KEY[:9])
        await driver.until(lambda events: any(act.get("value") == KEY[:9] for act in acts(events)))
        await page.keyboard.type(KEY[9:], delay=20)
        await driver.until(lambda events: KEY[:9] not in str(events))
        box = await page.locator(field).bounding_box()
    events = read_events(capture)
    written = str(events)
    assert [KEY[i : i + 4] for i in range(len(KEY) - 3) if KEY[i : i + 4] in written] == []
    assert [end for end in range(1, 4) if f"'{KEY[:end]}'" in written] == []
    assert next(act["value"] for act in acts(events) if act["act"] == "type") == MASK
    assert "Apples" in written, "what repeats nothing stays"
    typed = min(act["t"] for act in acts(events) if act["act"] == "type")
    assert box is not None
    places = MaskedPlaces()
    for event in events:
        places.add(event)
    begins = [place.since_ms for place in places.places() if abs(place.box[1] - box["y"]) < 8]
    assert min(begins) <= typed + 1 - EARLY_MS, "the letters were on the screen since then"


HIDDEN = """<title>Sign in</title><h1>Site</h1><a href="/admin/">Administration</a><a href="/admin/users/">Users</a>
<form><label>Password</label> <input type=password value=prefilled>
<input type=hidden name=next value="/admin/"><input type=hidden name=step value="sign_in_step_two">
<input type=hidden name=seed value="q8Jt2ZxK5vR1mWb7Lp0Y3hNc"></form>
<p id=seen>seed q8Jt2ZxK5vR1mWb7Lp0Y3hNc</p>"""


async def test_a_hidden_input_after_a_password_is_not_secret_for_its_place(tmp_path: Path) -> None:
    """A path is not masked, in the field or in links; a token is masked everywhere."""
    capture = tmp_path / "hidden.scope"
    async with Site({"/": HIDDEN, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.wait_for_timeout(200)
    text = str(read_events(capture))
    assert text.count("/admin/") >= 3
    assert "sign_in_step_two" in text
    assert "q8Jt2ZxK5vR1mWb7Lp0Y3hNc" not in text
    assert "prefilled" not in text


async def test_a_field_into_which_the_page_itself_puts_each_letter(tmp_path: Path) -> None:
    """As in amount fields, which handle the key and set the value: there is no input event."""
    page_text = """<input id=price aria-label=Price><input aria-label=Name><script>
        price.addEventListener("keydown", (event) => {
            if (event.key.length > 1) return;
            event.preventDefault();
            price.value = "$" + price.value.slice(1) + event.key;
        });
    </script>"""
    capture = tmp_path / "price.scope"
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("#price")
        await driver.page.keyboard.type("12.5", delay=40)
        await driver.page.fill("[aria-label=Name]", "Bolt")
        await driver.page.wait_for_timeout(300)
    typed = [(act["target"]["name"], act["value"]) for act in acts(read_events(capture)) if act["act"] == "type"]
    assert typed == [("Price", "$12.5"), ("Name", "Bolt")]


async def test_a_field_whose_text_becomes_a_tag(tmp_path: Path) -> None:
    """On the comma, the page removes the text from the field: the act keeps it."""
    page_text = """<input id=tags aria-label=Tags><script>
        tags.addEventListener("keydown", (event) => {
            if (event.key !== ",") return;
            event.preventDefault();
            tags.before(tags.value);
            tags.value = "";
        });
    </script>"""
    capture = tmp_path / "tags.scope"
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("#tags")
        await driver.page.keyboard.type("ropes,", delay=40)
        await driver.page.wait_for_timeout(1_700)
    assert [act["value"] for act in acts(read_events(capture)) if act["act"] == "type"] == ["ropes"]


@pytest.mark.parametrize(
    "shown",
    ['Tr0ub4dor&3/x y"z', "Tr0ub4dor%263%2Fx%20y%22z", "Tr0ub4dor%263%2Fx+y%22z", 'Tr0ub4dor&3/x y\\"z'],
    ids=["as it is", "encodeURIComponent", "form", "JSON"],
)
def test_a_secret_is_masked_as_it_is_spelled_in_addresses_and_json(shown: str) -> None:
    masker = LineMasker()
    masker.learn('Tr0ub4dor&3/x y"z', typed=True)
    event = masker.without_repeats({"kind": "request", "url": f"/login?q={shown}&next=1"})
    assert event["url"] == f"/login?q={MASK}&next=1"
