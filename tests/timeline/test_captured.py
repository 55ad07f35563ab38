"""The timeline of a capture says exactly what was done and what followed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from claude_scope.timeline.captured import events
from claude_scope.timeline.captured.element_changes import ElementIds, element_changes
from claude_scope.timeline.captured.visible_elements import elements_of, ui_element
from claude_scope.values import Act, Box, EventKind, Keyframe, Line, LogLine, NetworkRequest, PageEvent, Target
from claude_scope.wording.acts import NOTHING_ELSE
from tests.capture.states import HEIGHT, WIDTH, act, node, page, reads, state, timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import ActKind, CapturedState, Change, Image, Moment, Node, Timeline, UiElement

SAVE = node("button", "Save")


def told(changes: Sequence[Change]) -> list[str]:
    return [
        f"{change.kind} {change.element.role} {change.element.name}"
        + (f" {change.what} {change.before!r} {change.after!r}" if change.what else "")
        for change in changes
    ]


def between(before: Node, after: Node) -> list[str]:
    """The differences between the elements of two trees of one document."""
    ids = ElementIds()
    old, new = (elements(ids, "d1", tree) for tree in (before, after))
    return told(element_changes(old, new))


def elements(ids: ElementIds, document: str, tree: Node) -> list[UiElement]:
    seen = elements_of(tree)
    return [ui_element(item, number, 1.0) for item, number in zip(seen, ids.of(document, seen), strict=True)]


def page_change(at: Box, share: float, since_ms: int) -> Keyframe:
    """A change of the picture; the picture itself is noise."""
    return Keyframe(since_ms + 300, 0.5, "", Path("000.png"), changed=(at,), changed_share=share, began_ms=since_ms)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ((SAVE,), (SAVE, node("alert", text="Saved")), ["added alert Saved"]),
        ((SAVE, node("paragraph", text="Gone")), (SAVE,), ["removed paragraph Gone"]),
        ((node("link", "Cart 0"),), (node("link", "Cart 1"),), ["changed link Cart 1 text 'Cart 0' 'Cart 1'"]),
        ((node("textbox", "Name"),), (node("textbox", "Name", text="Ada"),), ["changed textbox Name value '' 'Ada'"]),
        (
            (node("checkbox", "All"),),
            (node("checkbox", "All", states=("checked",)),),
            ["changed checkbox All state 'unchecked' 'checked'"],
        ),
        (
            (node("button", "Menu", states=("expanded=false",)),),
            (node("button", "Menu", states=("expanded",)),),
            ["changed button Menu state 'collapsed' 'expanded'"],
        ),
        (
            (node("slider", "Size", text="4"),),
            (node("slider", "Size", text="7"),),
            ["changed slider Size value '4' '7'"],
        ),
        ((SAVE,), (node("button", "Save", states=("active",)),), []),  # every click moves the focus
        ((node("generic", node("generic").role),), (node("generic", "generic", states=()),), []),
        ((node("textbox", "Name"),), (node("textbox", "Name", states=("active",)),), []),
    ],
)
def test_differences_are_exact(before: tuple[Node, ...], after: tuple[Node, ...], changes: list[str]) -> None:
    assert between(page(*before), page(*after)) == changes


def test_the_content_of_a_button_is_its_name_and_not_an_element() -> None:
    def card(count: str) -> Node:
        return page(node("button", "", node("img"), node("generic", text=f"Items {count}")))

    assert between(card("1"), card("2")) == ["changed button Items 2 text 'Items 1' 'Items 2'"]


def test_a_container_does_not_repeat_the_text_of_its_content() -> None:
    def table(price: str) -> Node:
        row = node("row", f"Pen {price}", node("cell", "Pen", ref="n3"), node("cell", price, ref="n4"), ref="n2")
        return page(node("table", "", row, ref="n1"))

    assert between(table("3"), table("4")) == ["changed cell 4 text '3' '4'"]


def test_what_is_rendered_again_is_the_same_by_role_and_name() -> None:
    """A framework that recreates its nodes changes their ids, but nothing visible."""
    old = page(
        node("heading", "Orders", ref="n1"),
        node("button", "Save", ref="n2"),
        node("paragraph", text="3 left", ref="n3"),
    )
    new = page(
        node("heading", "Orders", ref="n7"),
        node("button", "Save", ref="n8"),
        node("paragraph", text="2 left", ref="n9"),
    )
    assert between(old, new) == ["added paragraph 2 left", "removed paragraph 3 left"]


def test_a_node_keeps_its_id_in_its_document_and_is_another_element_in_the_next_one() -> None:
    ids = ElementIds()
    shown = (("d1", "Save"), ("d1", "Saved"), ("d2", "Home"))
    found = [elements(ids, document, page(node("button", name, ref="n1"))) for document, name in shown]
    assert [item.id for (item,) in found] == ["e1", "e1", "e2"]


def test_the_act_that_began_a_state_is_in_it_and_its_time_is_exact(tmp_path: Path) -> None:
    states = [state(0, page(SAVE)), state(1_000.5, page(SAVE, node("alert", text="Saved")))]
    first, second = timeline(tmp_path, states, [act("click", 1_000.5, "button", "Save")]).moments
    assert (first.kind, second.kind) == (EventKind.INITIAL, EventKind.INTERACTION)
    assert [act.kind for act in second.acts] == ["click"]
    assert second.keyframe.since_ms == 1_000


def test_a_state_without_act_has_the_response_that_came_before_it_as_its_cause(tmp_path: Path) -> None:
    request = NetworkRequest(5_400, 5_980, "GET", "http://localhost:3000/api/items", "fetch", 200)
    states = [state(0, page(SAVE)), state(6_000, page(SAVE, node("status", text="Loaded")))]
    assert timeline(tmp_path, states, requests=[request]).moments[1].evidence == (
        "after GET http://localhost:3000/api/items was answered with 200 after 580 ms",
    )


def dead_clicks(moment: Moment) -> list[str]:
    return [seen.text for seen in moment.inferred if seen.kind == "dead click"]


CLICK = act("click", 1_000, "button", "Save")
REQUEST = NetworkRequest(1_010, 1_100, "POST", "http://localhost:3000/api", "fetch", 200)
PAINTED = page_change(Box(0, 0, 300, 200), 0.05, 1_100)


def test_a_click_after_which_nothing_moved_is_dead(tmp_path: Path) -> None:
    moments = timeline(tmp_path, [state(0, page(SAVE)), state(1_000, page(SAVE))], [CLICK]).moments
    assert dead_clicks(moments[1]) == ['nothing followed the click on button "Save": no change, no request, no log']
    assert timeline(tmp_path, [state(0, page(SAVE)), state(1_000, page(SAVE))], [CLICK]).wrong == 1


def test_a_click_on_a_slow_page_is_not_dead_although_the_change_comes_later(tmp_path: Path) -> None:
    """Until the next act any change may be its effect; what the next act changes is not."""
    click, other = act("click", 5_000, "button", "Save"), act("click", 6_890, "button", "Save")
    states = [state(0, page(SAVE)), state(5_000, page(SAVE)), state(6_900, page(SAVE, node("status", text="Saved")))]
    late = timeline(tmp_path, states, [click]).moments
    assert [moment.acts for moment in late[2:]] == [()]
    assert not any(map(dead_clicks, late))
    assert dead_clicks(timeline(tmp_path, states, [click, other]).moments[1])


@pytest.mark.parametrize(
    "more",
    [
        {"requests": [REQUEST]},
        {"requests": [replace(REQUEST, end_ms=None)]},
        {"log": [LogLine(1_050, "log", "saved")]},
        {"events": [PageEvent(1_010, "navigation", "p1", "went to /x", "http://localhost:3000/x")]},
        {"pixels": [PAINTED]},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_click_after_which_anything_moved_is_not_dead(more: dict[str, list[object]], tmp_path: Path) -> None:
    moments = timeline(tmp_path, [state(0, page(SAVE)), state(1_000, page(SAVE))], [CLICK], **more).moments  # type: ignore[arg-type]
    assert dead_clicks(moments[1]) == []


def test_a_click_on_a_text_is_not_dead(tmp_path: Path) -> None:
    """Users click on texts while reading them, or to remove the focus."""
    clicked = replace(CLICK, target=replace(CLICK.target, tag="p", role="paragraph"))
    moments = timeline(tmp_path, [state(0, page(SAVE)), state(1_000, page(SAVE))], [clicked]).moments
    assert dead_clicks(moments[1]) == []


def test_a_press_before_a_file_was_chosen_is_not_dead(tmp_path: Path) -> None:
    """The browser's own dialog is in no picture."""
    states = [state(0, page(SAVE)), state(1_000, page(SAVE)), state(4_000, page(SAVE, node("status", text="a.txt")))]
    chosen = act("file", 4_000, "button", "Save", value="a.txt")
    assert dead_clicks(timeline(tmp_path, states, [CLICK, chosen]).moments[1]) == []


def test_a_click_that_led_to_a_document_is_reported_with_it(tmp_path: Path) -> None:
    events = [PageEvent(1_500, "navigation", "p1", "loaded http://localhost:3000/d2", "http://localhost:3000/d2")]
    states = [
        state(0, page(node("button", "Save"))),
        state(1_000, page(node("button", "Save"))),
        state(2_000, page(node("heading", "Saved")), "d2"),
    ]
    _, second = timeline(tmp_path, states, [CLICK], events=events).moments
    assert ([act.kind for act in second.acts], len(second.events)) == (["click"], 1)
    assert second.kind is EventKind.NAVIGATION
    assert dead_clicks(second) == []


def test_a_focus_ring_is_not_an_answer_to_a_click(tmp_path: Path) -> None:
    ring = page_change(Box(10, 30, 16, 16), 0.0004, 1_050)
    moments = timeline(tmp_path, [state(0, page(SAVE)), state(1_000, page(SAVE))], [CLICK], pixels=[ring]).moments
    assert dead_clicks(moments[1])


@pytest.mark.parametrize(
    ("kind", "role", "before", "after"),
    [
        ("type", "textbox", node("textbox", "Name", ref="n1"), node("textbox", "Name", text="Ada", ref="n1")),
        (
            "check",
            "checkbox",
            node("checkbox", "Name", ref="n1"),
            node("checkbox", "Name", states=("checked",), ref="n1"),
        ),
    ],
)
def test_a_field_that_has_what_was_put_into_it_changed_though_nothing_else_did(
    kind: ActKind, role: str, before: Node, after: Node, tmp_path: Path
) -> None:
    acts = [act(kind, 1_000, role, "Name", value="Ada" if kind == "type" else "")]
    states = [state(0, page(SAVE, before)), state(1_000, page(SAVE, after))]
    _, filled = timeline(tmp_path, states, acts).moments
    assert (filled.facts, filled.summary, dead_clicks(filled)) == ((), NOTHING_ELSE, [])
    _, empty = timeline(tmp_path, [states[0], state(1_000, page(SAVE, before))], acts).moments
    assert (empty.facts, empty.summary) == ((), events.NOTHING_CHANGED)


def test_a_click_into_a_field_and_what_is_typed_there_are_one_moment(tmp_path: Path) -> None:
    """Focusing a field is not an end in itself; the row describes both acts and the value."""
    states = [
        state(0, page(node("textbox", "Name"))),
        state(1_000, page(node("textbox", "Name", states=("active",)))),
        state(3_000, page(node("textbox", "Name", states=("active",), text="Ada"))),
    ]
    acts = [act("click", 1_000, "textbox", "Name"), act("type", 3_000, "textbox", "Name", value="Ada")]
    moments = timeline(tmp_path, states, acts).moments
    assert [[act.kind for act in moment.acts] for moment in moments] == [[], ["click", "type"]]
    assert told(moments[1].changes) == ["changed textbox Name value '' 'Ada'"]
    assert moments[1].keyframe.since_ms == 1_000


def test_a_click_that_did_more_than_go_into_a_field_is_a_moment_of_its_own(tmp_path: Path) -> None:
    states = [
        state(0, page(node("textbox", "Name"))),
        state(1_000, page(node("textbox", "Name", states=("active",)), node("paragraph", text="As in your passport"))),
        state(3_000, page(node("textbox", "Name", states=("active",), text="Ada"), node("paragraph", text="As in"))),
    ]
    acts = [act("click", 1_000, "textbox", "Name"), act("type", 3_000, "textbox", "Name", value="Ada")]
    assert len(timeline(tmp_path, states, acts).moments) == 3


def test_a_click_into_an_editor_without_a_role_is_not_dead(tmp_path: Path) -> None:
    states = [state(0, page(SAVE)), state(1_000, page(SAVE)), state(3_000, page(SAVE, node("paragraph", text="Hi")))]
    acts = [act("click", 1_000, "generic", ""), act("type", 3_000, "generic", "", value="Hi")]
    moments = timeline(tmp_path, states, acts).moments
    assert len(moments) == 2
    assert dead_clicks(moments[1]) == []


def counter(*texts: str) -> list[Node]:
    return [page(SAVE, node("paragraph", text=text, ref="n5")) for text in texts]


def test_numbers_that_run_on_are_not_moments(tmp_path: Path) -> None:
    """The ticks of a clock, or of a counter, belong to the state in which it runs."""
    states = [state(1_000 * at, tree) for at, tree in enumerate(counter("0:01", "0:02", "0:03", "0:04"))]
    (only,) = timeline(tmp_path, states).moments
    assert [line.text for line in only.reading.lines] == ["Save", "0:04"]
    assert only.keyframe.since_ms == 0


@pytest.mark.parametrize("texts", [("Save", "Saving", "Saved"), ("1 left", "2 left", "none left")])
def test_texts_that_change_without_an_act_have_a_moment_once_the_page_is_loaded(
    texts: tuple[str, ...], tmp_path: Path
) -> None:
    """Changes while a page loads belong to its load."""
    states = [state(2_000 * at, tree) for at, tree in enumerate(counter(*texts))]
    assert [moment.keyframe.since_ms for moment in timeline(tmp_path, states).moments] == [0, 4_000]


def test_a_number_that_an_act_changed_is_a_moment_of_its_own(tmp_path: Path) -> None:
    states = [state(1_000 * at, tree) for at, tree in enumerate(counter("1", "2", "3"))]
    acts = [act("click", 1_000, "button", "Save"), act("click", 2_000, "button", "Save")]
    assert len(timeline(tmp_path, states, acts).moments) == 3


def test_a_canvas_that_changes_later_is_a_state_of_the_picture_alone(tmp_path: Path) -> None:
    canvas = Box(100, 100, 400, 200)
    drawn = page_change(Box(120, 120, 300, 100), 0.3, 4_000)
    beside = page_change(Box(0, 0, 60, 60), 0.03, 5_000)
    moments = timeline(tmp_path, [state(0, page(SAVE), blind=[canvas])], pixels=[drawn, beside]).moments
    assert [moment.keyframe.since_ms for moment in moments] == [0, 4_000]
    assert moments[1].summary.startswith("The picture changed (30.0% of it, at 120,120 300x100 px)")
    assert moments[1].changes == ()


def test_a_tooltip_of_style_sheets_alone_is_a_moment_and_so_is_its_end(tmp_path: Path) -> None:
    """The state before has a picture without the tooltip."""
    opened = page_change(Box(300, 100, 120, 30), 0.02, 3_000)
    closed = page_change(Box(300, 100, 120, 30), 0.02, 6_000)
    shown = Keyframe(900, 0.5, "", tmp_path / "000.png", changed_share=1.0, began_ms=200)
    pointer = [(2_900.0, 310.0, 90.0), (5_900.0, 20.0, 300.0)]
    states = [state(0, page(SAVE)), state(8_000, page(SAVE, node("paragraph", text="Later")))]
    first, tip, gone, _ = timeline(tmp_path, states, pointer=pointer, pixels=[shown, opened, closed]).moments
    assert (first.keyframe.timestamp_ms, tip.keyframe.since_ms, gone.keyframe.since_ms) == (400, 3_000, 6_000)
    assert (tip.evidence, gone.evidence) == (("where the pointer came to rest",), ("after the pointer left",))
    assert (tip.facts, gone.facts) == ((), ())


@pytest.mark.parametrize(
    ("pointer", "box", "share"),
    [
        ([], Box(300, 100, 120, 30), 0.02),
        ([(2_900.0, 310.0, 90.0), (3_250.0, 400.0, 200.0)], Box(300, 100, 120, 30), 0.02),
        ([(2_900.0, 20.0, 300.0)], Box(300, 100, 120, 30), 0.02),
        ([(2_900.0, 50.0, 40.0)], Box(10, 30, 200, 20), 0.02),
        ([(2_900.0, 310.0, 90.0)], Box(300, 100, 20, 20), 0.004),
    ],
    ids=["no pointer", "it moves on", "it is elsewhere", "the button below it looks otherwise", "a hover style"],
)
def test_other_changes_of_the_picture_are_not_tooltips(
    pointer: list[tuple[float, float, float]], box: Box, share: float, tmp_path: Path
) -> None:
    states = [state(0, page(SAVE)), state(8_000, page(SAVE, node("paragraph", text="Later")))]
    pixels = [page_change(box, share, 3_000)]
    assert len(timeline(tmp_path, states, pointer=pointer, pixels=pixels).moments) == 2


def test_uncaught_errors_and_failed_requests_are_observed_and_no_error_on_the_screen(tmp_path: Path) -> None:
    log = [LogLine(1_020, "uncaught error", "x is undefined", stack="at save")]
    requests = [
        NetworkRequest(1_010, 1_100, "POST", "http://localhost:3000/api", "fetch", 500),
        NetworkRequest(1_010, 1_100, "GET", "http://localhost:3000/favicon.ico", "image", 404),
        NetworkRequest(1_010, 1_100, "GET", "http://localhost:3000/oak.png", "image", 404),
        NetworkRequest(1_010, 1_100, "GET", "https://stats.example/1.gif", "image", 404),
        NetworkRequest(1_010, 1_100, "GET", "http://localhost:3000/old", "fetch", failure="net::ERR_ABORTED"),
    ]
    states = [state(0, page(SAVE)), state(1_000, page(SAVE))]
    found = timeline(tmp_path, states, [CLICK], log=log, requests=requests)
    assert [(line.kind, line.text) for line in found.moments[1].inferred] == [
        ("uncaught error", 'the script threw "x is undefined"'),
        ("failed request", "the request POST http://localhost:3000/api was answered with 500 after 90 ms"),
        ("failed request", "the request GET http://localhost:3000/oak.png was answered with 404 after 90 ms"),
    ]
    assert found.moments[1].kind is EventKind.INTERACTION
    assert found.wrong == 1


def rested(since_ms: float, *children: Node, for_ms: float = 1_500, **more: Any) -> CapturedState:
    """A state whose picture shows a page that has settled."""
    return replace(state(since_ms, page(SAVE, *children), **more), time_ms=since_ms + for_ms)


CLICKS = [replace(CLICK, time_ms=since_ms, until_ms=since_ms) for since_ms in (5_000.0, 9_000.0)]
TOTAL, DONE = node("paragraph", text="Total 12"), node("alert", text="Done", box=Box(300, 300, 100, 20))
OUTSIDE = node("paragraph", text="outside", box=Box(600, 300, 200, 20))


def contradictions(found: Timeline) -> list[list[str]]:
    return [[line.text for line in moment.inferred if line.kind == "contradiction"] for moment in found.moments]


def flat_picture() -> Image:
    """A picture in which only a corner is painted."""
    image = np.full((HEIGHT, WIDTH, 3), 240, np.uint8)
    image[:20, 400:] = 0
    return image


def test_a_text_that_came_and_whose_place_on_two_pictures_is_flat_contradicts_them_once(tmp_path: Path) -> None:
    """A single picture may be late: no picture follows that of the last state, so it contradicts nothing."""
    states = [rested(0, OUTSIDE), rested(5_000, OUTSIDE, TOTAL), rested(9_000, OUTSIDE, TOTAL, DONE)]
    found = timeline(tmp_path, states, CLICKS, images=[flat_picture()] * 3)
    assert contradictions(found) == [[], ['the page has "Total 12" there, and the picture shows one flat colour'], []]
    assert found.moments[1].inferred[0].box == Box(10, 76, 200, 20)


def test_a_text_that_is_shown_a_second_later_was_only_late(tmp_path: Path) -> None:
    painted = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    states = [rested(0, OUTSIDE), rested(5_000, OUTSIDE, TOTAL), rested(9_000, OUTSIDE, TOTAL, DONE)]
    found = timeline(tmp_path, states, CLICKS, images=[flat_picture(), flat_picture(), painted])
    assert contradictions(found) == [[], [], []]


def test_a_title_and_what_is_scrolled_away_are_on_no_picture(tmp_path: Path) -> None:
    icon = node("generic", "Command Mode", ref="n5")
    cut_off = node("cell", "Total 12", ref="n6")
    states = [
        rested(0, OUTSIDE),
        *(replace(rested(ms, OUTSIDE, icon, cut_off), covered=("n6",)) for ms in (5_000, 9_000)),
    ]
    found = timeline(tmp_path, states, CLICKS, images=[flat_picture()] * 3)
    assert contradictions(found) == [[], [], []]


def test_a_picture_of_a_page_that_is_still_being_painted_contradicts_nothing(tmp_path: Path) -> None:
    blank = np.full((HEIGHT, WIDTH, 3), 240, np.uint8)
    painted = [page_change(Box(0, 0, 300, 200), 0.1, 6_000)]
    loading = [NetworkRequest(5_100, 9_000, "GET", "http://localhost:3000/api", "fetch", 200)]

    def said(image: Image, came: CapturedState, **more: Any) -> list[str]:
        states = [rested(0), came, rested(9_000, TOTAL)]
        return contradictions(timeline(tmp_path, states, CLICKS, images=[image] * 3, **more))[1]

    assert said(flat_picture(), rested(5_000, TOTAL)) != []
    assert said(flat_picture(), rested(5_000, TOTAL, for_ms=900)) == []
    assert said(flat_picture(), rested(5_000, TOTAL), pixels=painted) == []
    assert said(flat_picture(), rested(5_000, TOTAL), requests=loading) == []
    assert said(blank, rested(5_000, TOTAL)) == []


@pytest.mark.parametrize(
    ("line", "contradicts"),
    [
        (Line("Service unavailable", Box(300, 300, 150, 20), 0.99), True),
        (Line("Service unavailable", Box(300, 300, 150, 20), 0.6), False),  # not read with certainty
        (Line("OK", Box(300, 300, 20, 20), 0.99), False),  # perhaps an icon
        (Line("Saue the file", Box(12, 34, 150, 20), 0.99), False),  # a misread text of the page
        (Line("Chart of 2026", Box(420, 100, 100, 20), 0.99), False),  # in a canvas
    ],
)
def test_a_text_that_only_the_picture_has_contradicts_the_page(line: Line, contradicts: bool, tmp_path: Path) -> None:
    shown = replace(rested(0, blind=[Box(400, 90, 200, 100)]), tree=page(node("button", "Save the file")))
    found = timeline(tmp_path, [shown], read=reads([line]))
    assert bool([item for item in found.moments[0].inferred if item.kind == "contradiction"]) is contradicts
    assert bool(found.only_on_screen) is (line.text == "Chart of 2026")


def test_a_new_document_is_a_navigation_and_has_its_address(tmp_path: Path) -> None:
    events = [PageEvent(1_990, "navigation", "p1", "loaded http://localhost:3000/d2", "http://localhost:3000/d2")]
    states = [state(0, page(node("heading", "One"))), state(2_000, page(node("heading", "Two")), "d2")]
    first, second = timeline(tmp_path, states, events=events).moments
    assert second.kind is EventKind.NAVIGATION
    assert (first.url, second.url) == ("http://localhost:3000/d1", "http://localhost:3000/d2")


def test_states_in_which_nothing_happened_are_left_out(tmp_path: Path) -> None:
    """A class that changed, an invisible attribute."""
    states = [state(1_000 * n, page(SAVE)) for n in range(5)]
    assert len(timeline(tmp_path, states).moments) == 1


def test_the_persons_words_point_at_a_state_of_a_capture_too(tmp_path: Path) -> None:
    states = [
        state(0, page(SAVE)),
        state(1_000, page(SAVE, node("paragraph", text="Discount removed"))),
        state(3_000, page(SAVE, node("paragraph", text="Discount removed"), node("paragraph", text="Other"))),
    ]
    acts = [CLICK, replace(CLICK, time_ms=3_000, until_ms=3_000)]
    found = timeline(tmp_path, states, acts, notes="The discount was removed, it should stay")
    assert (len(found.moments), found.wrong) == (3, 1)


def test_where_a_masked_value_was_typed_nobody_knows_whether_it_changed() -> None:
    """A retyped password has the same dots, so "nothing changed" would be false."""
    for value, summary in (("\u2022" * 6, events.MASKED_VALUE), ("Ada", events.NOTHING_CHANGED)):
        act = Act("type", 1_000, 1_200, "p1", Target("d1", 1, "input", "textbox", "Password"), value=value)
        happened = events.Happened(1_000, 3_000, (act,), (), (), (), None)
        assert events.summary_of(happened, [], is_first=False, painted=None) == summary
