"""Hostile pages: nothing is silenced, nothing is forged, no secret is written, and none of them finds the recorder."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from claude_scope.browser.record.script import MASK
from tests.browser.record.driven import acts
from tests.browser.record.hostile import effects, forging, globals, replaced_natives, structure
from tests.browser.record.hostile.visiting import TYPED, Visit, Visits, visit_all

if TYPE_CHECKING:
    from tests.browser.record.driven import Event

GROUPS = {
    module.__name__.rpartition(".")[2]: module.PAGES
    for module in (replaced_natives, globals, effects, structure, forging)
}
CLOCK_MS = 100
"""How far the times of two processes may differ on a busy machine. A page that forges the time says 1970."""
SWEPT_MS = 700
"""How long after a change without a change of the DOM a sweep finds it on a busy machine."""
HINT = "[DOM] "
"""The beginning of the browser's own hints about forms."""
OF_THE_BROWSER = ("console", "error", "dialog", "download", "socket", "navigation", "request")
FULL_SNAPSHOT, INCREMENTAL = 2, 3

each_page = pytest.mark.parametrize(
    ("group", "name"), [pytest.param(group, page.name, id=page.name) for group, all_ in GROUPS.items() for page in all_]
)
each_group = pytest.mark.parametrize("group", GROUPS)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Visits]:
    """One recording for each group of pages."""
    folder = tmp_path_factory.mktemp("hostile")
    return {group: await visit_all(pages, folder / f"{group}.scope") for group, pages in GROUPS.items()}


@pytest.fixture
def recording(recordings: dict[str, Visits], group: str) -> Visits:
    return recordings[group]


@pytest.fixture
def visit(recording: Visits, name: str) -> Visit:
    return recording.pages[name]


@each_page
def test_its_acts_are_recorded(visit: Visit) -> None:
    """Those of the user and no others, at their times."""
    found = acts(visit.events)
    assert [described(act) for act in found] == [
        ("click", f"Save {visit.page.name}"),
        ("click", "Name"),
        ("type", "Name", TYPED),
        ("click", "Password"),
        ("type", "Password", MASK),
    ]
    click, _, name, _, secret = (float(act["t"]) for act in found)
    assert [within(click, visit, "click"), within(name, visit, "name"), within(secret, visit, "secret")] == [True] * 3


@each_page
def test_its_changes_are_recorded(visit: Visit) -> None:
    """A text, and a field's value, that a script changed after the click; what was typed; and where the secret is."""
    name = visit.page.name
    assert times(visit, f"Save {name}", FULL_SNAPSHOT, INCREMENTAL)
    assert within(times(visit, f"changed {name}")[0], visit, "click", visit.page.late_ms)
    assert within(times(visit, f"set {name}")[0], visit, "click", SWEPT_MS)
    assert within(times(visit, f'"{TYPED}"')[0], visit, "name", SWEPT_MS)
    assert within(times(visit, json.dumps(MASK))[0], visit, "secret", SWEPT_MS)
    noted = [event["t"] for event in visit.events if event["kind"] == "masked" and event["boxes"]]
    assert within(noted[-1], visit, "secret", SWEPT_MS)


@each_page
def test_nothing_is_forged(visit: Visit) -> None:
    documents = [(event["url"], event["title"]) for event in visit.events if event["kind"] == "document"]
    assert documents == [(visit.url, visit.page.name)]
    assert "forged" not in json.dumps([event for event in visit.events if event["kind"] in OF_THE_BROWSER])
    assert "forged.example" not in json.dumps(visit.events)
    assert Counter(texts(visit, "console")) == Counter(text.replace("SITE", visit.site) for text in visit.page.console)
    assert Counter(texts(visit, "error")) == Counter(visit.page.errors)
    changed = [text for data in incremental(visit) for text in data.get("texts", [])]
    assert "forged" not in [text["value"] for text in changed]


@each_page
def test_it_finds_no_trace(visit: Visit) -> None:
    assert visit.findings == ""
    assert visit.is_proven, visit.page.tries


@each_group
def test_the_recording_has_what_happened(recording: Visits) -> None:
    """The requests that the server got, the tabs that were opened, and the pages that were visited."""
    requests = [event for event in recording.events if event["kind"] == "request" and event["status"]]
    paths = [urlsplit(event["url"]).path for event in requests if event["url"].startswith("http")]
    assert Counter(paths) == Counter(path for path in recording.requested if path != "/favicon.ico")
    opened = [event for event in recording.events if event["kind"] == "page" and event["event"] == "open"]
    assert len(opened) == 1 + sum(visit.page.popups for visit in recording.pages.values())
    navigations = [
        event["url"] for event in recording.events if event["kind"] == "navigation" and event["page"] == "p1"
    ]
    assert navigations[1:] == [visit.url for visit in recording.pages.values()]
    assert recording.sentences == []


@each_group
def test_no_secret_is_written(recording: Visits) -> None:
    for visit in recording.pages.values():
        assert [name for name, content in recording.files.items() if visit.page.password.encode() in content] == []


def described(act: Event) -> tuple[str, ...]:
    return (act["act"], act["target"]["name"], *([act["value"]] if "value" in act else []))


def within(t: float, visit: Visit, what: str, late_ms: float = 0) -> bool:
    began, ended = visit.times[what]
    return began - CLOCK_MS <= t <= ended + late_ms + CLOCK_MS


def times(visit: Visit, text: str, *types: int) -> list[float]:
    """When a text was recorded in the DOM."""
    events = [event for event in visit.events if event["kind"] == "dom"]
    written = [event for event in events if event["event"]["type"] in (types or (INCREMENTAL, FULL_SNAPSHOT))]
    return [event["t"] for event in written if text in json.dumps(event)]


def texts(visit: Visit, kind: str) -> list[str]:
    return [event["text"] for event in visit.events if event["kind"] == kind and not event["text"].startswith(HINT)]


def incremental(visit: Visit) -> list[Event]:
    events = [event["event"] for event in visit.events if event["kind"] == "dom"]
    return [event["data"] for event in events if event["type"] == INCREMENTAL]
