"""Values of secret fields are masked in claims, changes and summaries, however short they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.session_json import session_json
from claude_scope.prompt.synthesize import synthesize
from claude_scope.redaction.redact import redact_analysis
from claude_scope.timeline.claims.build import with_claims
from claude_scope.values import Agent, Box, Change, Timeline, UiElement
from tests.analyses import minimal_analysis
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import PAGE, moment

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Analysis, Line, Moment

PLACE = Box(700, 300, 300, 40)
OTHER = line("The coupon was added to it", 700, 500)


def screen(label: str, value: str, *more: Line, at_ms: int = 0) -> Moment:
    field = replace(element("input", label, PLACE.x, PLACE.y, PLACE.width, PLACE.height), value=value)
    lines = [line(value, 710, 310, sure=1.0)] if value else []
    changed = (PLACE,) if at_ms else ()
    return moment(texts(*PAGE, *lines, *more, elements=(field,)), keyframe(at_ms, *changed))


def masked(folder: Path, *states: Moment) -> Analysis:
    whole = minimal_analysis(folder)
    return redact_analysis(replace(whole, timeline=with_claims(Timeline(states))))


def without_chance(prompt: str, folder: Path) -> str:
    """Return `prompt` without its mark and its folder: sixteen random digits hold "abc" in one run of 300."""
    return re.sub(r"page-data-[0-9a-f]{16}", "page-data", prompt).replace(str(folder), "FOLDER")


@pytest.mark.parametrize(
    ("label", "value"),
    [("CVC", "123"), ("PIN", "8264"), ("Password", "abc"), ("Verification code", "abcdef"), ("API key", "sunshine")],
)
@pytest.mark.parametrize(
    ("before", "more", "kind"),
    [("", (), "act"), ("", (OTHER,), "appeared"), ("same", (), "unchanged_nearby")],
    ids=["typed", "with another text", "painted anew"],
)
@pytest.mark.attack("secrets")
def test_no_claim_shows_it(
    tmp_path: Path, label: str, value: str, before: str, more: tuple[Line, ...], kind: str
) -> None:
    states = screen(label, value if before else ""), screen(label, value, *more, at_ms=900)
    plain = with_claims(Timeline(states))
    assert any(claim.kind == kind and value in claim.after for claim in plain.claims), "else this shows nothing"
    analysis = masked(tmp_path, *states)
    prompt = synthesize(analysis, Agent.RAW, out=str(tmp_path))
    assert value not in without_chance(prompt.text, tmp_path)
    session = session_json(analysis, [prompt], out=tmp_path)
    assert value not in json.dumps([session["claims"], session["timeline"]])


def test_the_same_word_elsewhere_stays(tmp_path: Path) -> None:
    """A PIN such as 8264 is too often something else."""
    number = line("Order 8264 was sent", 700, 500)
    analysis = masked(tmp_path, screen("PIN", ""), screen("PIN", "8264", number, at_ms=900))
    assert "Order 8264 was sent" in [claim.after for claim in analysis.timeline.claims]


def test_without_a_secret_field_nothing_is_masked(tmp_path: Path) -> None:
    analysis = masked(tmp_path, screen("Town", ""), screen("Town", "Aveiro", at_ms=900))
    assert "Aveiro" in [claim.after for claim in analysis.timeline.claims]
    assert analysis.masked == 0


def test_the_label_in_a_field_and_the_focus_of_a_field_stay(tmp_path: Path) -> None:
    """A floating label is inside the field as well; the word "focused" is not a secret."""
    label = line("CVC", 704, 302)
    states = screen("CVC", ""), screen("CVC", "123", label, at_ms=900)
    assert "CVC" in [claim.after for claim in masked(tmp_path, *states).timeline.claims]
    field = UiElement("e1", "input", "textbox", "Password", PLACE, 1.0, value="\u2022" * 6, name="Password")
    focused = Change("changed", field, "state", "not focused", "focused")
    button = replace(field, id="e2", type="button", role="button", label="Hide", name="Hide", value="")
    turned = Change("changed", button, "text", "Show", "Hide")
    state = replace(states[0], elements=(field, button), changes=(focused, turned))
    whole = minimal_analysis(tmp_path)
    redacted = redact_analysis(replace(whole, timeline=Timeline((state,))))
    assert redacted.timeline.moments[0].changes == (focused, turned)
