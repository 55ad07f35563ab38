"""The entry point: adds claims to a timeline, with the changes and event kinds that follow from them."""

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
from claude_scope.wording.claim_wording import summary_of_claims, why_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box, Moment, Timeline

BLANK_ROWS, FULL_ROWS = 2, 6
"""A state is a blank one between two pages if it has at most the first number of rows, the state before it has at least
the second number, and a state with more rows follows."""


def with_claims(timeline: Timeline, words: str = "") -> Timeline:
    """The timeline with the claims about its states, and the changes and event kinds that follow from them.

    `words` are the developer's title or notes.
    """
    claims = _ordered(find_claims(timeline.moments, words))
    wrong = [Suspect(claim.state - 1, why_wrong(claim)) for claim in claims if claim.kind == "wrong" and claim.is_said]
    return retold(timeline, claims).suspecting(wrong)


def retold(timeline: Timeline, claims: Sequence[Claim]) -> Timeline:
    """The timeline with these claims, and the changes and event kinds that follow from those that are reported."""
    said = [claim for claim in claims if claim.is_said]
    moments = tuple(
        _told(number, moment, [claim for claim in said if claim.state == number], timeline.moments[max(0, number - 2)])
        for number, moment in enumerate(timeline.moments, 1)
    )
    return replace(timeline, moments=moments, claims=tuple(claims))


def _ordered(claims: Sequence[Claim]) -> list[Claim]:
    """Sort claims by state; claims about where it went wrong come last and keep their order, the most certain first."""
    return sorted(claims, key=lambda claim: (claim.kind == "wrong", claim.state if claim.kind != "wrong" else 0))


def find_claims(moments: Sequence[Moment], words: str = "") -> list[Claim]:
    """All claims about these states, certain or not; `words` are the developer's title or notes."""
    rows = [readable_rows(moment) for moment in moments]
    found: list[Claim] = list(_first(rows[0])) if moments else []
    acts: list[Claim] = []
    rests = [rest for moment in moments for rest in moment.keyframe.rests]
    known, last = KnownRows(), 0
    covered: list[TextRow] = []
    heads = [claim.box for claim in found if claim.box]
    for index in range(1, len(moments)):
        if not moments[index].reading.was_read or _is_between_pages(rows, last, index):
            continue
        known.add(rows[last])
        before, after = moments[last], moments[index]
        pressed = pressed_rest(after, rests)
        pair = Pair(index + 1, before, after, rows[last], rows[index], known, pressed, heads, KnownRows(covered))
        later = moments[index + 1] if index + 1 < len(moments) else None
        of_state = [*claims_of_state(pair), *dialog_opened_or_closed(pair), *toggled(pair, later), *highlighted(pair)]
        heads += [claim.box for claim in of_state if claim.property == "heading" and claim.box]
        done = list(acts_of_state(pair, of_state))
        acts += done
        found += [*of_state, *repainted_texts(pair, [*of_state, *(act for act in done if act.property != "click")])]
        covered, last = covered_rows(covered, pair), index
    found += one_act_a_value(acts)
    return [*found, *went_wrong(moments, found, [len(row) for row in rows], words)]


def _first(rows: Sequence[TextRow]) -> Iterator[Claim]:
    """The claim about the heading of the first page."""
    head = next((row for row in headings(rows, rows) if row.confidence >= SURE_HEADING), None)
    if head is not None:
        yield Claim(1, "page", "heading", after=head.text, score=head.confidence, name=head.text, box=head.box)


def _is_between_pages(rows: Sequence[Sequence[TextRow]], last: int, index: int) -> bool:
    """Whether a state is (nearly) blank because the next page is still loading."""
    is_blank = len(rows[index]) <= BLANK_ROWS and len(rows[last]) >= FULL_ROWS
    return is_blank and any(len(later) > BLANK_ROWS for later in rows[index + 1 :])


def _told(number: int, moment: Moment, claims: Sequence[Claim], before: Moment) -> Moment:
    """The moment with its changes, the kind of event and a summary, all from the reported `claims` about it."""
    checked = [claim for claim in claims if claim.source != "model"]
    return replace(
        moment,
        changes=tuple(_changes(checked, moment, before)),
        kind=EventKind.INITIAL if number == 1 else _kind(moment, claims),
        summary=summary_of_claims(number, moment, claims),
    )


def _kind(moment: Moment, claims: Sequence[Claim]) -> EventKind:
    properties, kinds = {claim.property for claim in claims}, {claim.kind for claim in claims}
    if "error" in properties:
        return EventKind.ERROR
    if "page" in kinds:
        return EventKind.NAVIGATION
    if moment.keyframe.transient:
        return EventKind.TRANSIENT
    return EventKind.INTERACTION if "act" in kinds else EventKind.STATE_CHANGE


_KIND_OF_CHANGE = {"appeared": "added", "disappeared": "removed", "changed": "changed"}


def _changes(claims: Sequence[Claim], moment: Moment, before: Moment) -> Iterator[Change]:
    for number, claim in enumerate(claims):
        kind = _KIND_OF_CHANGE.get(claim.kind)
        if kind is None or claim.box is None or claim.property == "highlight":
            continue
        element = _element(claim, claim.box, before if kind == "removed" else moment, number)
        if kind == "changed":
            yield Change(
                "changed", element, "state" if claim.property == "state" else "text", claim.before, claim.after
            )
        else:
            yield Change(kind, element)  # type: ignore[arg-type]


def _element(claim: Claim, box: Box, moment: Moment, number: int) -> UiElement:
    """The element of a claim: an element of the page's tree if known, otherwise a text element.

    The text element has the id of the element that was read at its place, if there is one.
    """
    if known := next((e for e in moment.elements if claim.element and e.id == claim.element), None):
        return known
    read = next((e for e in moment.elements if e.label == claim.name and holds(e.box, centre(box))), None)
    id_ = read.id if read else f"t{claim.state}.{number + 1}"
    if read and claim.property == "state":
        return read
    return UiElement(id_, "text", "text", claim.name, box, claim.score)
