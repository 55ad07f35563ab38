"""The entry point: a timeline with its claims, and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.timeline.claims.acts.acts import acts_of_state, one_act_a_value
from claude_scope.timeline.claims.acts.pressed import pressed_rest
from claude_scope.timeline.claims.acts.toggled import toggled
from claude_scope.timeline.claims.changes import claims_of_state
from claude_scope.timeline.claims.highlighted import highlighted
from claude_scope.timeline.claims.page_headings import SURE_HEADING, headings
from claude_scope.timeline.claims.pair import KnownRows, Pair
from claude_scope.timeline.claims.repainted_texts import repainted_texts
from claude_scope.timeline.claims.rows.covered import covered_rows
from claude_scope.timeline.claims.rows.dimmed import dialog_opened_or_closed
from claude_scope.timeline.claims.rows.text_rows import readable_rows
from claude_scope.timeline.claims.went_wrong import went_wrong
from claude_scope.values import Change, Claim, EventKind, Suspect, UiElement
from claude_scope.wording.model_claims import describe_model_claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box, Moment, Timeline

MAX_SUMMARY_TEXTS, MAX_QUOTED_LETTERS = 3, 100
"""Texts of a summary, and letters of each."""
BLANK_ROWS, FULL_ROWS = 2, 6
"""A state with so few rows after one with so many is between two pages, if another one follows."""


def with_claims(timeline: Timeline, words: str = "") -> Timeline:
    """The timeline with what is claimed of its states, and the changes and kinds that follow from that.

    `words` are the developer's, of the title and the notes.
    """
    claims = _ordered(find_claims(timeline.moments, words))
    wrong = [Suspect(one.state - 1, _because(one)) for one in claims if one.kind == "wrong" and one.is_said]
    return retold(timeline, claims).suspecting(wrong)


def retold(timeline: Timeline, claims: Sequence[Claim]) -> Timeline:
    """The timeline with these claims, in the order of its states, and the changes and kinds that follow from them."""
    said = [one for one in claims if one.is_said]
    moments = tuple(
        _told(number, moment, [one for one in said if one.state == number], timeline.moments[max(0, number - 2)])
        for number, moment in enumerate(timeline.moments, 1)
    )
    return replace(timeline, moments=moments, claims=tuple(claims))


def _ordered(claims: Sequence[Claim]) -> list[Claim]:
    """By state; where it went wrong last, the surest first."""
    return sorted(claims, key=lambda one: (one.kind == "wrong", one.state if one.kind != "wrong" else 0))


def find_claims(moments: Sequence[Moment], words: str = "") -> list[Claim]:
    """All that is claimed of these states, sure or not; `words` are the developer's."""
    rows = [readable_rows(moment) for moment in moments]
    found: list[Claim] = list(_first(rows[0])) if moments else []
    acts: list[Claim] = []
    rests = [rest for moment in moments for rest in moment.keyframe.rests]
    known, last = KnownRows(), 0
    covered: list[TextRow] = []
    heads = [one.box for one in found if one.box]
    for index in range(1, len(moments)):
        if not moments[index].reading.was_read or _is_between_pages(rows, last, index):
            continue
        known.add(rows[last])
        before, after = moments[last], moments[index]
        pressed = pressed_rest(after, rests)
        pair = Pair(index + 1, before, after, rows[last], rows[index], known, pressed, heads, KnownRows(covered))
        later = moments[index + 1] if index + 1 < len(moments) else None
        of_state = [*claims_of_state(pair), *dialog_opened_or_closed(pair), *toggled(pair, later), *highlighted(pair)]
        heads += [one.box for one in of_state if one.property == "heading" and one.box]
        done = list(acts_of_state(pair, of_state))
        acts += done
        found += [*of_state, *repainted_texts(pair, [*of_state, *(one for one in done if one.property != "click")])]
        covered, last = covered_rows(covered, pair), index
    found += one_act_a_value(acts)
    return [*found, *went_wrong(moments, found, [len(one) for one in rows], words)]


def _first(rows: Sequence[TextRow]) -> Iterator[Claim]:
    """What the first page is headed."""
    head = next((row for row in headings(rows, rows) if row.confidence >= SURE_HEADING), None)
    if head is not None:
        yield Claim(1, "page", "heading", after=head.text, probability=head.confidence, name=head.text, box=head.box)


def _is_between_pages(rows: Sequence[Sequence[TextRow]], last: int, index: int) -> bool:
    """Whether a state is (nearly) blank because the next page is still loaded."""
    is_blank = len(rows[index]) <= BLANK_ROWS and len(rows[last]) >= FULL_ROWS
    return is_blank and any(len(later) > BLANK_ROWS for later in rows[index + 1 :])


def _told(number: int, moment: Moment, claims: Sequence[Claim], before: Moment) -> Moment:
    """The state of this number with the changes that are sure, and what kind of event they are."""
    checked = [one for one in claims if one.source != "model"]
    return replace(
        moment,
        changes=tuple(_changes(checked, moment, before)),
        kind=EventKind.INITIAL if number == 1 else _kind(moment, claims),
        summary=_summary(moment, checked, [one for one in claims if one.source == "model"], is_first=number == 1),
    )


def _kind(moment: Moment, claims: Sequence[Claim]) -> EventKind:
    properties, kinds = {one.property for one in claims}, {one.kind for one in claims}
    if "error" in properties:
        return EventKind.ERROR
    if "page" in kinds:
        return EventKind.NAVIGATION
    if moment.keyframe.transient:
        return EventKind.TRANSIENT
    return EventKind.INTERACTION if "act" in kinds else EventKind.STATE_CHANGE


def _summary(moment: Moment, claims: Sequence[Claim], model: Sequence[Claim], *, is_first: bool) -> str:
    """One sentence; of what a model alone said if nothing else is known."""
    texts = [one for one in claims if one.kind in ("appeared", "changed", "disappeared") and one.name]
    page = next((one for one in claims if one.kind == "page"), None)
    if page is not None:
        headed = f" headed {_quoted(page.after)}" if page.after else ""
        return (
            f"The recording starts on a page{headed}."
            if is_first
            else f"Another page, view or dialog is there{headed}."
        )
    if texts:
        first = sorted(texts, key=lambda one: (one.property != "error", one.kind != "changed"))
        left = len(first) - MAX_SUMMARY_TEXTS
        more = f"; and {left} more" if left > 0 else ""
        return f"{'; '.join(map(_describe_change, first[:MAX_SUMMARY_TEXTS]))}{more}."
    told = [one for one in claims if not one.is_place_alone()]
    if other := next((one for one in told if one.kind in ("sorted", "act") or one.property == "theme"), None):
        return _describe_other(other)
    if model:
        return f"model: {describe_model_claim(model[0], _quoted)}."
    if around := [_quoted(one.after) for one in claims if one.kind == "stands"]:
        return f"The picture changed around {', '.join(around[:MAX_SUMMARY_TEXTS])}; no change of a text is sure."
    if not moment.reading.was_read:
        return "The picture was not read."
    return "The recording starts." if is_first else "The picture changed; no change of a text is sure."


def _describe_other(claim: Claim) -> str:
    if claim.kind == "sorted":
        return f"Rows changed places: {_quoted(claim.name)} went {claim.after}."
    if claim.kind == "act":
        return f"{_quoted(claim.name or claim.after)} was {'clicked' if claim.property == 'click' else 'typed'}."
    return "The colours of the screen changed while its texts stayed."


def _describe_change(claim: Claim) -> str:
    if claim.property == "state":
        return f"{_quoted(claim.name)} is {claim.after} now"
    if claim.property == "highlight":
        return f"{_quoted(claim.after)} is highlighted now, not {_quoted(claim.before)}"
    if claim.kind == "changed":
        return f"{_quoted(claim.before)} became {_quoted(claim.after)}"
    return f"{_quoted(claim.name)} {claim.kind}"


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= MAX_QUOTED_LETTERS else f'"{text[: MAX_QUOTED_LETTERS - 1]}…"'


_KIND_OF_CHANGE = {"appeared": "added", "disappeared": "removed", "changed": "changed"}


def _changes(claims: Sequence[Claim], moment: Moment, before: Moment) -> Iterator[Change]:
    for number, one in enumerate(claims):
        kind = _KIND_OF_CHANGE.get(one.kind)
        if kind is None or one.box is None or one.property == "highlight":
            continue
        element = _element(one, one.box, before if kind == "removed" else moment, number)
        if kind == "changed":
            yield Change("changed", element, "state" if one.property == "state" else "text", one.before, one.after)
        else:
            yield Change(kind, element)  # type: ignore[arg-type]


def _element(claim: Claim, box: Box, moment: Moment, number: int) -> UiElement:
    """What a claim is about: an element of the page's tree, else a text with the id of what was read there."""
    if known := next((e for e in moment.elements if claim.element and e.id == claim.element), None):
        return known
    read = next((e for e in moment.elements if e.label == claim.name and holds(e.box, centre(box))), None)
    id_ = read.id if read else f"t{claim.state}.{number + 1}"
    if read and claim.property == "state":
        return read
    return UiElement(id_, "text", "text", claim.name, box, claim.probability)


def _because(claim: Claim) -> str:
    """Why it is said that it went wrong in a state."""
    if claim.property == "error":
        return f"an error appeared: {_quoted(claim.after)}"
    if claim.property == "value":
        return f"{_quoted(claim.before)} fell back to {_quoted(claim.after)}"
    return claim.after
