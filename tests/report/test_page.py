"""The report is one file that contains everything, and says what is missing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest

from claude_scope.report.page import render, write_report
from claude_scope.values import ROW, Change, Observation, Timeline
from tests.analyses import checkout_analysis, minimal_analysis, understood_analysis
from tests.report.cases import large, prompts

if TYPE_CHECKING:
    from pathlib import Path


def test_the_report_is_one_file_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    path = write_report(checkout_analysis(tmp_path / "frames"), prompts(), out)
    assert path == out / "report.html"
    assert list(out.iterdir()) == [path]


def test_what_only_a_model_says_is_attributed_to_it(tmp_path: Path) -> None:
    """For the whole and for each state, in the words of the prompt; what the reading confirms needs no such mark."""
    text = unescape(render(understood_analysis(tmp_path), prompts()))
    assert re.search(r"A model says \(openai:tiny\)</dt>\s*<dd>A person buys a lamp\.</dd>", text)
    assert re.findall(r"<li>A model says: (.*?)</li>", text) == [
        'clicked "Place order"',
        'scrolled "down"',
        'looks wrong: "the discount is gone" ("-$18.29")',
    ]
    assert "A model says" not in render(checkout_analysis(tmp_path), prompts())


def test_a_report_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    path = write_report(minimal_analysis(tmp_path / "frames"), (), tmp_path)
    assert "A still page" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("element", "directive"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_names_the_hash_of_what_is_in_the_page(tmp_path: Path, element: str, directive: str) -> None:
    html = render(checkout_analysis(tmp_path), prompts())
    inline = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert f"{directive} 'sha256-{digest}'" in unescape(policy[1])


def test_no_attribute_has_a_style_or_a_handler(tmp_path: Path) -> None:
    html = render(checkout_analysis(tmp_path), prompts())
    assert not re.search(
        r"<[^<>]*\s(style|on[a-z]+)\s*=", re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    )


def test_every_state_is_there_with_its_changes_from_and_to(tmp_path: Path) -> None:
    analysis = checkout_analysis(tmp_path)
    html = render(analysis, prompts())
    assert [int(n) for n in re.findall(r'<article class="state[^"]*" id="state-(\d+)"', html)] == list(range(1, 12))
    assert "<del>Total $93.90</del>" in html
    assert "<ins>Total $182.90</ins>" in html
    assert html.count("data:image/webp;base64,") == 2 * len(analysis.timeline.moments)


def test_what_is_missing_is_reported(tmp_path: Path) -> None:
    whole = minimal_analysis(tmp_path)
    first = whole.timeline.moments[0]
    unread = replace(first, reading=replace(first.reading, reader=""))
    html = render(
        replace(
            whole,
            snapshots=(),
            timeline=Timeline((unread,)),
            keyframes=replace(whole.keyframes, dropped=3, notes=("the last 2 s could not be decoded",)),
        ),
        (),
    )
    for sentence in (
        "The browser lane failed: http://localhost:4173/checkout refused the connection; is the app running?",
        "No page was inspected",
        "1 frame could not be read",
        "3 states did not fit",
        "The last 2 s could not be decoded.",
    ):
        assert sentence in html


def test_a_recording_without_any_state_still_has_a_report(tmp_path: Path) -> None:
    whole = minimal_analysis(tmp_path)
    html = render(replace(whole, timeline=Timeline(())), prompts())
    assert "No state was found in this recording." in html
    assert "Fix the coupon." in html


def test_a_frame_that_is_gone_leaves_a_note_in_its_place(tmp_path: Path) -> None:
    analysis = checkout_analysis(tmp_path)
    analysis.timeline.moments[4].keyframe.path.unlink()
    assert render(analysis, ()).count("The picture of this state cannot be read.") == 1


def test_text_that_no_file_can_hold_does_not_stop_the_report(tmp_path: Path) -> None:
    analysis = replace(checkout_analysis(tmp_path / "frames"), title="half \ud83d pair", notes="nul \x00 and \u202e")
    html = write_report(analysis, prompts("half \udc00 pair\n"), tmp_path).read_text(encoding="utf-8")
    assert "half \\ud83d pair" in html
    assert "nul \\u0000 and \\u202e" in html


def test_twenty_states_of_three_hundred_elements_stay_small(tmp_path: Path) -> None:
    path = write_report(large(tmp_path / "frames"), prompts(), tmp_path)
    assert path.stat().st_size < 3_000_000


def test_an_observation_is_listed_once_with_all_its_states(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    *others, last = whole.timeline.moments
    last = replace(last, inferred=(Observation("failed request", "The request POST /api/orders failed"),))
    html = render(replace(whole, timeline=replace(whole.timeline, moments=(*others, last, last))), ())
    findings = html[html.index('id="findings"') :]
    assert findings.count("The request POST /api/orders failed") == 1
    assert '<a href="#state-11">11</a>, <a href="#state-12">12</a>' in findings


def test_elements_without_an_accessible_name_are_not_reported_as_missing(tmp_path: Path) -> None:
    """Icon buttons are on the screen: only their names are missing."""
    whole = checkout_analysis(tmp_path)
    unnamed = ("6 buttons have no accessible name, first at (405, 221); give each one",)
    page = render(replace(whole, timeline=replace(whole.timeline, only_in_tree=(), unnamed=unnamed)), prompts())
    block = page[page.index('aria-labelledby="unnamed-title"') :]
    assert unnamed[0] in block
    assert "not found on the screen" not in page


def test_a_row_that_moved_is_described_by_its_way_and_nothing_is_struck_out(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    *others, last = whole.timeline.moments
    last = replace(last, changes=(Change("changed", last.elements[0], "place", ROW, "2 rows up"),))
    page = render(replace(whole, timeline=replace(whole.timeline, moments=(*others, last))), prompts())
    assert "moved 2 rows up" in page
    assert "its row" not in page
