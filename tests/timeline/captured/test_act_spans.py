"""The states of a capture are grouped by acts: an act has all that followed it until the next one."""

from __future__ import annotations

import pytest

from claude_scope.timeline.captured.act_spans import Span, act_spans, by_browser
from claude_scope.values import PageEvent
from tests.timeline.captured.trees import ORIGIN, act, state

TABS = {"d1": "p1", "d2": "p1", "d3": "p2"}


def spans(
    *states_ms: float | tuple[float, str], acts: tuple[tuple[str, float], ...] = (), events: tuple[PageEvent, ...] = ()
) -> list[Span]:
    """The spans of states at these times; each state belongs to the document `d1` or to another."""
    named = [item if isinstance(item, tuple) else (item, "d1") for item in states_ms]
    states = [state(since_ms, document=document) for since_ms, document in named]
    return act_spans(states, [act(kind, time_ms) for kind, time_ms in acts], events, TABS)  # type: ignore[arg-type]


def grouped(found: list[Span]) -> list[tuple[list[str], int, int]]:
    """The kinds of acts, and the first and the last state of each span."""
    return [([act.kind for act in span.acts], span.first, span.last) for span in found]


def navigation(text: str, time_ms: float, path: str = "") -> PageEvent:
    return PageEvent(time_ms, "navigation", "p1", f"{text}{ORIGIN}/{path}", f"{ORIGIN}/{path}")


def test_an_act_has_all_states_until_the_next_act() -> None:
    found = spans(0, 1_000, 1_300, 2_900, 4_000, acts=(("click", 1_000), ("click", 4_000)))
    assert grouped(found) == [([], 0, 0), (["click"], 1, 3), (["click"], 4, 4)]
    assert [span.before for span in found] == [None, 0, 3]
    assert [span.since_ms for span in found] == [0, 1_000, 4_000]


def test_a_select_comes_after_its_own_change() -> None:
    """The change is in the DOM some milliseconds before the event that reports the act."""
    assert grouped(spans(0, 1_000, acts=(("select", 1_045),))) == [([], 0, 0), (["select"], 1, 1)]
    assert grouped(spans(0, 1_000, acts=(("select", 1_100),))) == [(["select"], 0, 1)], "that was something else"


def test_an_act_that_no_state_follows_joins_the_next_one() -> None:
    found = spans(0, 2_000, acts=(("click", 1_000), ("type", 2_000)))
    assert grouped(found) == [([], 0, 0), (["click", "type"], 1, 1)]
    assert found[1].since_ms == 1_000
    assert grouped(spans(0, 1_000, acts=(("click", 1_000), ("click", 3_000)))) == [
        ([], 0, 0),
        (["click", "click"], 1, 1),
    ]


def test_going_back_is_an_act_of_the_browser() -> None:
    back = navigation("went back or forward to ", 3_000)
    found = spans(0, 1_000, 3_010, acts=(("click", 1_000),), events=(back,))
    assert grouped(found) == [([], 0, 0), (["click"], 1, 1), ([], 2, 2)]


def test_a_page_that_the_browser_reports_after_its_first_state_is_loaded_once() -> None:
    """At the start of the recording, and when another address is entered."""
    events = navigation("loaded ", 20), navigation("loaded ", 9_060)
    found = spans(0, 80, (9_000, "d2"), (9_100, "d2"), events=events)
    assert grouped(found) == [([], 0, 1), ([], 2, 3)]


@pytest.mark.parametrize(
    ("event", "is_by_browser"),
    [
        (navigation("went back or forward to ", 1_300), False),  # the button that called history.back()
        (navigation("went back or forward to ", 1_900), True),
        (navigation("reloaded ", 3_000), True),
        (navigation("loaded ", 6_000), False),  # the link that led there, with a slow server
        (navigation("loaded ", 20_000), True),
        (navigation("went to ", 20_000), False),  # a navigation of the application itself
        (PageEvent(20_000, "dialog", "p1", "loaded nothing"), False),
    ],
)
def test_a_navigation_that_an_act_led_to_is_the_pages_own(event: PageEvent, is_by_browser: bool) -> None:
    assert bool(by_browser([event], [act("click", 1_000)])) is is_by_browser


def test_a_redirect_belongs_to_the_act_that_led_to_it() -> None:
    """A click leads through two documents: its span ends with the last of them."""
    loaded = navigation("loaded ", 1_500, "login"), navigation("loaded ", 1_900, "home")
    found = spans(0, 1_000, (1_600, "d2"), (2_000, "d2"), acts=(("click", 1_000),), events=loaded)
    assert grouped(found) == [([], 0, 0), (["click"], 1, 3)]


def test_a_span_is_compared_with_the_last_state_of_its_own_tab() -> None:
    found = spans(0, (1_000, "d3"), (2_000, "d1"), acts=(("click", 1_000), ("click", 2_000)))
    assert [span.before for span in found] == [None, None, 0]


def test_a_late_change_remembers_the_state_before_the_act() -> None:
    first, second = spans(0, 1_000, 1_500, 4_000, acts=(("click", 1_000),))
    late = second.after(3, 4_000)
    assert (late.acts, late.first, late.last, late.before, late.origin) == ((), 3, 3, 2, 0)
    assert late.after(3, 4_500).origin == 0
    assert second.until(2).last == 2
    assert (first.joined(second).last, len(first.joined(second).acts)) == (3, 1)
