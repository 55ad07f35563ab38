"""A capture is read within limits: valid parts are used, broken ones are left out and reported."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from claude_scope.capture import container, facts
from claude_scope.capture.read import read_capture
from claude_scope.errors import NotARecording
from claude_scope.serialization import capture_files
from tests.capture.build import (
    START,
    act,
    added,
    at,
    dom,
    element,
    loaded,
    mutation,
    page,
    text,
    write_capture,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.capture.build import Event

BUTTON = element(10, "button", text(11, "Save"))
LOADED = loaded(100, page(BUTTON))


def test_a_folder_and_its_archive_are_read_alike(tmp_path: Path) -> None:
    events = [*LOADED, act(1_000, "click", 10), mutation(1_020, adds=[added(5, element(12, "p", text(13, "Saved")))])]
    folder = write_capture(tmp_path / "one", events)
    of_folder = read_capture(folder, tmp_path / "a")
    of_archive = read_capture(zipped(folder), tmp_path / "b")
    assert of_folder.instants == of_archive.instants
    assert of_folder.acts == of_archive.acts
    assert (of_folder.acts[0].kind, of_folder.acts[0].target.node) == ("click", 10)
    assert of_folder.acts[0].time_ms == pytest.approx(1_000)
    assert [document.url for document in of_folder.documents] == ["http://localhost:3000/"]


def test_a_state_is_looked_at_before_the_act_that_ends_it_and_after_each_change_that_rests(tmp_path: Path) -> None:
    late = mutation(1_800, adds=[added(5, element(14, "p", text(15, "Done")))])
    soon = mutation(1_030, adds=[added(5, element(12, "p", text(13, "Saving")))])
    capture = read_capture(
        write_capture(tmp_path / "one", [*LOADED, act(1_000, "click", 10), soon, late]), tmp_path / "a"
    )
    since = [round(instant.since_ms) for instant in capture.instants]
    assert since == [101, 1_000, 1_800]
    assert capture.instants[0].time_ms < 1_000 <= capture.instants[1].time_ms < 1_800


def test_what_is_typed_in_one_act_is_one_state(tmp_path: Path) -> None:
    """Letters 200 ms apart, with the page's text after each."""
    letters = [dom(1_010 + 200 * n, 3, {"source": 5, "id": 10, "text": "x" * n, "isChecked": False}) for n in range(6)]
    events = [*LOADED, act(1_000, "type", 10, value="xxxxx", until=START + 2_005), *letters, act(4_000, "click", 10)]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [round(instant.since_ms) for instant in capture.instants] == [101, 1_000, 4_000]


def test_the_picture_of_a_state_is_from_before_the_pointer_left(tmp_path: Path) -> None:
    """On its way to the next act the pointer triggers hover styles and tooltips; a page that was just loaded gets time
    to settle.
    """

    def move(ms: float, x: int) -> Event:
        return dom(ms, 3, {"source": 1, "positions": [{"x": x, "y": 5, "id": 10, "timeOffset": 0}, "none"]})

    way = [move(ms, 100 + ms // 10) for ms in range(3_000, 3_400, 50)]
    soon = [move(ms, 20) for ms in range(3_900, 4_300, 50)]
    events = [*LOADED, *way, act(3_500, "click", 10), *soon, act(4_500, "click", 10)]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [instant.picture_ms for instant in capture.instants] == [3_000, None, None]
    assert (len(capture.pointer), capture.pointer[1]) == (len(way) + len(soon), (3_050, 405, 5))


def test_console_errors_and_requests_are_facts_with_times(tmp_path: Path) -> None:
    events = [
        *LOADED,
        at(500, "console", level="error", text="boom", place="http://localhost:3000/app.js:3:1"),
        at(510, "console", level="error", text="boom", place="http://localhost:3000/app.js:3:1"),
        at(600, "error", text="Uncaught TypeError: x is undefined", stack="at save (app.js:3:1)", rejection=False),
        at(700, "request", method="POST", url="http://localhost:3000/api", type="fetch", status=500)
        | {"start": START + 650, "end": START + 700},
        at(800, "navigation", url="http://localhost:3000/done", how="push"),
    ]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [(line.kind, line.text, line.count) for line in capture.log] == [
        ("error", "boom", 2),
        ("uncaught error", "TypeError: x is undefined", 1),
    ]
    (request,) = capture.requests
    assert (request.start_ms, request.end_ms, request.status, request.failed) == (650, 700, 500, True)
    assert [event.text for event in capture.events] == ["went to http://localhost:3000/done"]


def test_tabs_are_named_and_the_page_behind_one_that_is_closed_is_a_state(tmp_path: Path) -> None:
    """Also for a tab without an opener, as a link with `target=_blank` creates it."""
    second = {"page": "p2"}
    events = [
        at(0, "page", event="open"),
        *LOADED,
        act(1_000, "click", 10, modifiers=["Shift", "Hyper", "Control"]),
        at(1_050, "page", event="open") | second,
        *(event | second for event in loaded(1_200, page(BUTTON), "d2", "http://localhost:3000/pop")),
        at(3_000, "page", event="close") | second,
        at(3_100, "page", event="show"),
    ]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert capture.acts[0].modifiers == ("Control", "Shift")
    assert [(event.text, event.page) for event in capture.events] == [
        ("tab 2 opened: http://localhost:3000/pop", "p2"),
        ("tab 2 closed", "p2"),
    ]
    assert [(round(instant.since_ms), instant.document) for instant in capture.instants][-2:] == [
        (1_201, "d2"),
        (3_000, "d1"),
    ]


def test_the_page_behind_a_popup_that_a_click_closes_is_a_state(tmp_path: Path) -> None:
    """The popup closes milliseconds after the click; the state of the click is still of the popup."""
    second = {"page": "p2"}
    events = [
        at(0, "page", event="open"),
        at(0, "page", event="show"),
        *LOADED,
        at(1_050, "page", event="open") | second,
        *(event | second for event in loaded(1_200, page(BUTTON), "d2", "http://localhost:3000/pop")),
        at(1_250, "page", event="show") | second,
        act(3_000, "click", 10) | {"document": "d2"} | second,
        at(3_012, "page", event="close") | second,
        at(3_020, "page", event="show"),
    ]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [(round(instant.since_ms), instant.document) for instant in capture.instants][-3:] == [
        (1_201, "d2"),
        (3_000, "d2"),
        (3_012, "d1"),
    ]


@pytest.mark.attack("captures")
@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "action", "act": "click", "t": "soon"},
        {"kind": "action", "act": "launch", "t": START},
        {"kind": "dom", "t": START, "event": "none"},
        {"kind": "dom", "t": START, "document": "d9", "event": {"type": 2, "timestamp": "x"}},
        {"kind": "request", "t": START, "url": 7, "start": [], "end": {}, "status": 10**400},
        {"kind": "console", "t": float(10**300), "text": None},
        {"kind": "whatever", "t": START},
    ],
)
def test_an_event_that_makes_no_sense_says_nothing(broken: Event, tmp_path: Path) -> None:
    plain = read_capture(write_capture(tmp_path / "plain", LOADED), tmp_path / "a")
    capture = read_capture(write_capture(tmp_path / "one", [broken, *LOADED, broken]), tmp_path / "b")
    assert capture.acts == ()
    assert capture.instants == plain.instants


def test_lines_that_are_not_events_are_counted(tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", LOADED)
    with (folder / "events-000.jsonl").open("a") as file:
        file.write('{"kind": \n[1, 2]\n"text"\n' + "[" * 100_000 + "\n{}")
    capture = read_capture(folder, tmp_path / "a")
    assert capture.problems[0] == "5 lines of the capture cannot be read and were left out."
    assert len(capture.documents) == 1


def test_events_that_make_no_sense_are_counted(tmp_path: Path) -> None:
    broken = [{"kind": "action", "act": "launch", "t": START}, {"kind": "console", "t": 1e300, "text": "late"}]
    capture = read_capture(write_capture(tmp_path / "one", [*LOADED, *broken]), tmp_path / "a")
    assert "2 invalid events of the capture left out." in capture.problems


@pytest.mark.parametrize(
    ("ended_by", "attached", "expected"),
    [
        ("stop", True, None),
        ("time limit", True, None),
        ("tab", True, "The recording ended because the tab was closed."),
        ("tab", False, None),  # closing the recorder's own window is a way to stop it
        ("browser", False, "The recording ended because the browser crashed or was quit; "),
        ({"a": 1}, True, None),
    ],
)
def test_what_ended_a_recording_is_reported(
    ended_by: object, attached: bool, expected: str | None, tmp_path: Path
) -> None:
    folder = write_capture(tmp_path / "one", LOADED, endedBy=ended_by, attached=attached)
    problems = read_capture(folder, tmp_path / "a").problems
    assert [problem.startswith(expected or "?") for problem in problems] == [True] * bool(expected)


def test_a_recording_that_was_not_ended_is_reported(tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", LOADED)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["ended"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    capture = read_capture(folder, tmp_path / "a")
    assert capture.problems == ("The recording was not ended: what came after the last event is missing.",)


def test_an_error_that_a_frame_and_its_page_both_tell_is_one(tmp_path: Path) -> None:
    errors = [at(600, "error", text="x is undefined", frame=frame) for frame in ("f1", "f2")]
    capture = read_capture(write_capture(tmp_path / "one", [*LOADED, *errors]), tmp_path / "a")
    assert [line.count for line in capture.log] == [1]


def test_events_beyond_the_limit_are_left_out_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_capture(tmp_path / "one", [*LOADED, *(act(1_000 + n, "click", 10) for n in range(100))])
    monkeypatch.setattr(capture_files, "MAX_EVENTS_BYTES", 5_000)
    capture = read_capture(folder, tmp_path / "a")
    assert 0 < len(capture.acts) < 100
    assert capture.problems[-1] == "The capture has more events than are read; those from 0:01.0 on were left out."


def test_a_flood_of_console_lines_says_from_when_on_and_displaces_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MAX_FACTS", 10)
    flood = [at(1_000 + 200 * n, "console", level="log", text=f"tick {n}") for n in range(15)]
    rejected = at(9_000, "error", text="no answer came", rejection=True)
    capture = read_capture(write_capture(tmp_path / "one", [*LOADED, *flood, rejected]), tmp_path / "a")
    assert [line.text for line in capture.log] == [*(f"tick {n}" for n in range(10)), "no answer came"]
    assert capture.problems == (
        "The capture has more console lines than are read; those from 0:03.0 on were left out.",
    )


def test_times_that_run_backwards_are_put_in_order(tmp_path: Path) -> None:
    events = [*LOADED, act(3_000, "click", 10), act(1_000, "click", 10), act(2_000, "click", 10)]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [round(act.time_ms) for act in capture.acts] == [1_000, 2_000, 3_000]


@pytest.mark.attack("captures")
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
def test_an_archive_that_is_cut_off_is_refused_in_one_sentence(cut: float, tmp_path: Path) -> None:
    path = zipped(write_capture(tmp_path / "one", LOADED))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(
        NotARecording,
        match=r"one\.scope is not a capture, or is damaged or cut off; record again .*, or the folder one\.scope\.part",
    ):
        read_capture(path, tmp_path / "a")


@pytest.mark.attack("captures")
def test_an_archive_that_lies_about_sizes_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_capture(tmp_path / "one", LOADED)
    (folder / "video.webm").write_bytes(bytes(30_000_000))
    monkeypatch.setattr(capture_files, "MAX_COPIED_BYTES", 5_000_000)
    with pytest.raises(NotARecording, match="unpacks to more than 5 MB"):
        read_capture(zipped(folder), tmp_path / "a")
    assert sum(file.stat().st_size for file in (tmp_path / "a").rglob("*") if file.is_file()) < 8_000_000


@pytest.mark.attack("captures")
@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "assets/../../out.txt", "events-000.jsonl/../x"])
def test_names_that_lead_outside_are_passed_over(name: str, tmp_path: Path) -> None:
    path = zipped(write_capture(tmp_path / "one", LOADED))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    read_capture(path, tmp_path / "deep" / "a")
    assert {file.suffix for file in tmp_path.rglob("*") if file.is_file()} <= {".scope", ".json", ".jsonl"}


@pytest.mark.attack("captures")
def test_a_link_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", LOADED)
    (tmp_path / "secret").write_text("secret")
    (folder / "video.webm").symlink_to(tmp_path / "secret")
    read_capture(folder, tmp_path / "a")
    assert container.video_of(tmp_path / "a") is None


def test_a_damaged_member_ends_where_the_damage_begins(tmp_path: Path) -> None:
    events = [*LOADED, *(act(1_000 + n, "click", 10, value=str(n) * 50) for n in range(3_000))]
    path = zipped(write_capture(tmp_path / "one", events))
    whole = bytearray(path.read_bytes())
    middle = whole.index(b"events-000.jsonl") + 20_000
    whole[middle : middle + 40] = bytes(40)
    path.write_bytes(bytes(whole))
    capture = read_capture(path, tmp_path / "a")
    assert len(capture.documents) == 1
    assert len(capture.acts) < 3_000


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"format": 2}, "was written by a later version of Claude Scope; update Claude Scope"),
        ({"format": 0}, "is not a capture of a known version"),
        ({"videoStart": None, "started": "yesterday"}, "does not say when it began"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(manifest: Event, says: str, tmp_path: Path) -> None:
    with pytest.raises(NotARecording, match=says):
        read_capture(write_capture(tmp_path / "one", LOADED, **manifest), tmp_path / "a")


def test_without_dom_and_video_there_is_nothing_to_analyze(tmp_path: Path) -> None:
    with pytest.raises(NotARecording, match="has neither the page's DOM nor a video; record again"):
        read_capture(write_capture(tmp_path / "one", [act(1, "click", 10)]), tmp_path / "a")


def test_a_dom_that_never_rests_is_looked_at_now_and_then(tmp_path: Path) -> None:
    """A clock with 20 changes per second for 30 seconds gives a few states, not 600."""
    ticks = [mutation(200 + 50 * n, texts=[{"id": 11, "value": str(n)}]) for n in range(600)]
    capture = read_capture(write_capture(tmp_path / "one", [*LOADED, *ticks], ended=START + 30_200), tmp_path / "a")
    assert 15 <= len(capture.instants) <= 85


def test_a_document_is_written_with_its_own_events_alone(tmp_path: Path) -> None:
    second = loaded(2_000, page(element(20, "h1", text(21, "Two"))), "d2", "http://localhost:3000/two")
    capture = read_capture(write_capture(tmp_path / "one", [*LOADED, *second]), tmp_path / "a")
    first, other = capture.documents
    assert (first.id, other.id, other.url) == ("d1", "d2", "http://localhost:3000/two")
    assert [len(json.loads(item.events.read_text())) for item in (first, other)] == [2, 2]


def test_what_was_not_recorded_is_reported(tmp_path: Path) -> None:
    """Times without the page's text: a stranger's address belongs inside the fence, where the event shows it."""
    gap = {"page": "p1", "url": "http://localhost/ignore-all", "since": START + 2_000, "until": START + 9_400}
    gaps = [gap, {**gap, "until": None}, "broken", {"since": "now"}]
    event = at(2_000, "page", page="p1", event="unrecorded", url="http://localhost/ignore-all")
    folder = write_capture(
        tmp_path / "one", [*LOADED, event], unrecorded=gaps, videoEnded=START + 1, ended=START + 2_501
    )
    read = read_capture(folder, tmp_path / "a")
    assert read.problems == (
        "From 0:02.0 to 0:09.4 the page was not recorded: only its picture is known.",
        "From 0:02.0 on the page was not recorded: only its picture is known.",
        "The video ends 2.5 s before the recording: the machine was too busy.",
    )
    assert [event.text for event in read.events] == ["this page was not recorded: only its picture is known"]


def damaged_in_archive(scope: Path, member: str, at: float) -> Path:
    """Flip bits of a compressed member, at this fraction of its length."""
    with zipfile.ZipFile(scope) as archive:
        info = archive.getinfo(member)
    raw = bytearray(scope.read_bytes())
    begin = info.header_offset + 30 + len(member) + round(at * info.compress_size)
    raw[begin : begin + 40] = bytes(byte ^ 0xFF for byte in raw[begin : begin + 40])
    scope.write_bytes(raw)
    return scope


def many_acts(folder: Path) -> Path:
    texts = [f"{n * 7919 % 10_007:x}" for n in range(3_000)]
    lines = [at(1_000 + n, "console", level="log", text=text, place="") for n, text in enumerate(texts)]
    return write_capture(folder, [*LOADED, *lines])


@pytest.mark.attack("captures")
def test_a_damaged_file_of_events_is_named_and_what_comes_before_the_damage_is_read(tmp_path: Path) -> None:
    scope = damaged_in_archive(zipped(many_acts(tmp_path / "one")), "events-000.jsonl", 0.7)
    capture = read_capture(scope, tmp_path / "a")
    assert "events-000.jsonl is damaged in the capture: only what comes before the damage was read." in capture.problems
    (lost,) = [problem for problem in capture.problems if problem.startswith("The page's record is damaged from 0:0")]
    assert lost.endswith("on: what came after is only in its video.")
    assert capture.is_damaged
    assert len(capture.documents) == 1
    assert sum(line.count for line in capture.log) > 1_000


@pytest.mark.attack("captures")
@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
@pytest.mark.parametrize("member", ["events-000.jsonl", "manifest.json"])
def test_damage_in_any_compression_is_reported(member: str, compression: int, tmp_path: Path) -> None:
    folder = many_acts(tmp_path / "one")
    (folder / "video.webm").write_bytes(b"any")
    scope = damaged_in_archive(zipped(folder, compression), member, 0.4)
    if member == "manifest.json":
        with pytest.raises(NotARecording, match="is not a capture, or is damaged or cut off"):
            read_capture(scope, tmp_path / "a")
    else:
        assert f"{member} is damaged in the capture" in read_capture(scope, tmp_path / "a").problems[0]


def test_events_that_were_cut_off_are_reported_with_the_time(tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", [*LOADED, act(2_000, "click", 10), act(3_000, "click", 10)])
    events = folder / "events-000.jsonl"
    events.write_bytes(events.read_bytes()[:-40])
    assert read_capture(folder, tmp_path / "a").problems == (
        "1 line of the capture cannot be read and was left out.",
        "The page's record is damaged from 0:02.0 on: what came after is only in its video.",
    )


def test_a_capture_without_events_says_so(tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", [])
    (folder / "video.webm").write_bytes(b"any")
    capture = read_capture(folder, tmp_path / "a")
    assert (capture.problems, capture.is_damaged) == (("The capture has no events that can be read.",), True)


def typed_values(*values: str, node: int = 12) -> list[Event]:
    inputs = enumerate(values)
    return [dom(1_010 + 200 * n, 3, {"source": 5, "id": node, "text": item, "isChecked": False}) for n, item in inputs]


def test_what_was_typed_and_erased_again_in_one_act_is_known(tmp_path: Path) -> None:
    """For a field that was left empty; what another field contained is not part of it."""
    typed = typed_values("a", "ab", "abc", "")
    events = [
        *LOADED,
        act(1_000, "type", 12, value="", until=START + 1_700),
        *typed,
        *typed_values("other text", node=13),
    ]
    capture = read_capture(write_capture(tmp_path / "one", events), tmp_path / "a")
    assert [(act.value, act.erased) for act in capture.acts] == [("", "abc")]
    kept = [*LOADED, act(1_000, "type", 12, value="a", until=START + 1_700), *typed_values("a", "ab", "a")]
    assert [act.erased for act in read_capture(write_capture(tmp_path / "two", kept), tmp_path / "b").acts] == [""]
    emptied = [*LOADED, act(1_000, "type", 12, value="", until=START + 1_700), *typed_values("")]
    assert [act.erased for act in read_capture(write_capture(tmp_path / "three", emptied), tmp_path / "c").acts] == [""]
