"""Finds the states whose rows in a prompt describe their change not at all or only in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, gap, holds
from claude_scope.prompt.claims.screen_texts import is_sure
from claude_scope.prompt.sheets.changed_places import still_places
from claude_scope.wording.claim_wording import tells_change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Claim, Moment, Timeline

_WIDE_KINDS = frozenset({"page", "moved", "sorted", "opened", "closed"})
"""Kinds of claims that explain changes anywhere in the picture."""
CONTROL_SIDES_PX = 20, 48
"""Smallest and largest side of the changed region of a checkbox, a switch or a star."""
MAX_CONTROLS = 3
"""Maximum number of changed controls. If more small regions changed, they are parts of another change."""
BESIDE_PX = 12
"""A changed region within this distance of a described change is part of it."""


def hidden_texts(claims: Iterable[Claim]) -> list[Claim]:
    """The likely changes of texts that a row does not quote. Empty for another page, where there are always some."""
    found = list(claims)
    if any(claim.kind == "page" for claim in found):
        return []
    return [claim for claim in found if claim.kind in ("appeared", "changed") and not claim.is_said]


def _is_legible(claim: Claim, moment: Moment) -> bool:
    """Whether OCR read the text of a claim with certainty, so that the texts of the screen can contain it."""
    box = claim.box
    lines = [line for line in moment.reading.lines if box and holds(box, centre(line.box))]
    return bool(lines) and all(map(is_sure, lines))


def _has_untold_control(moment: Moment, claims: Iterable[Claim]) -> bool:
    """Whether a region as small as a checkbox changed in addition to all described changes."""
    said = [claim for claim in claims if claim.is_said]
    if any(claim.kind in _WIDE_KINDS for claim in said):
        return False
    told = [claim.box for claim in said if claim.box]
    apart = [place for place in still_places(moment) if all(gap(place, box) > BESIDE_PX for box in told)]
    least, most = CONTROL_SIDES_PX
    controls = [
        place for place in apart if least <= min(place.width, place.height) and max(place.width, place.height) <= most
    ]
    return 0 < len(controls) <= MAX_CONTROLS


def untold_states(timeline: Timeline) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The indices of the states whose change is not described, and of those that are described in part.

    A hidden text that OCR read without certainty occurs nowhere else in a prompt, so its state counts as not described.
    """
    if timeline.is_captured:
        return (), ()
    untold, partly = [], []
    for index in range(1, len(timeline.moments)):
        claims = [claim for claim in timeline.claims if claim.state == index + 1]
        hidden = hidden_texts(claims)
        if not tells_change(claims) or not all(_is_legible(claim, timeline.moments[index]) for claim in hidden):
            untold.append(index)
        elif hidden or _has_untold_control(timeline.moments[index], claims):
            partly.append(index)
    return tuple(untold), tuple(partly)
