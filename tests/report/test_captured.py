"""The report of a capture describes what was done, in the words and at the times of the prompt."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import escape

from claude_scope.clock import clock
from claude_scope.prompt.synthesize import synthesize
from claude_scope.report import captured
from claude_scope.report.page import render
from claude_scope.serialization.capture_rows import MAX_LINES
from claude_scope.values import Agent, EventKind, LogLine
from claude_scope.wording.page_facts import describe_fact
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_that_the_page_said_is_called_inferred_or_missing(tmp_path: Path) -> None:
    html = render(captured_analysis(tmp_path), ())
    text = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    assert "<li>DOM, acts: from the page</li>" in text
    for wrong in ("No page was inspected", "on the pictures", "guess"):
        assert wrong not in text
    assert {words[-6:] for words in re.findall(r"([\w ]+) \(inferred\)", text)} <= {" wrong", "g here"}


def test_times_are_those_of_the_prompt(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    html, prompt = render(analysis, ()), synthesize(analysis, Agent.CLAUDE_CODE).text
    for number, moment in enumerate(analysis.timeline.moments, 1):
        at = clock(moment.keyframe.since_ms)
        assert f"\n{number} | {at} |" in prompt
        assert f'State {number} at </span><span class="time">{at}<' in html


def test_prompt_and_report_say_plainly_that_nothing_is_wrong(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    timeline = analysis.timeline.suspecting(())
    calm = tuple(replace(moment, kind=EventKind.INTERACTION) for moment in timeline.moments)
    sound = replace(analysis, timeline=replace(timeline, moments=calm))
    said = "No sign of a fault was found"
    assert said in synthesize(sound, Agent.CLAUDE_CODE).text
    assert said in render(sound, ())
    with_error = replace(analysis, timeline=timeline)
    for item in (analysis, with_error):
        assert said not in synthesize(item, Agent.CLAUDE_CODE).text + render(item, ())


def test_acts_are_reported_in_the_words_of_the_prompt(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    html, prompt = render(analysis, ()), synthesize(analysis, Agent.CLAUDE_CODE).text
    for words in ('type "4242" into textbox "Card number"', 'click button "Place order"'):
        assert words in prompt
        assert words.replace('"', "&#34;") in html


def test_what_followed_is_reported_in_the_words_of_the_prompt(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    html, prompt = render(analysis, ()), synthesize(analysis, Agent.CLAUDE_CODE).text
    facts = [fact for moment in analysis.timeline.moments for fact in moment.facts]
    assert len(facts) > 5
    for words in map(describe_fact, facts):
        assert words in prompt
        assert str(escape(words)) in html


def test_a_recording_without_a_capture_has_no_lists(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    html = render(replace(analysis, timeline=replace(analysis.timeline, is_captured=False)), ())
    assert 'id="feeds"' not in html


def test_thousands_of_console_lines_are_cut_and_counted(tmp_path: Path) -> None:
    analysis = captured_analysis(tmp_path)
    first, *others = analysis.timeline.moments
    noisy = replace(first, log=tuple(LogLine(n, "log", f"line {n}") for n in range(5_000)))
    timeline = replace(analysis.timeline, moments=(noisy, *others))
    console, _ = captured.feeds(timeline)
    assert (len(console.lines), console.total) == (MAX_LINES, 5_003)
    assert "The first 2,000 of 5,003" in render(replace(analysis, timeline=timeline), ())
