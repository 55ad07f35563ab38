"""The states whose change the rows of a prompt do not tell, or not whole."""

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
"""Claims that explain changes all over the picture."""
CONTROL_SIDES_PX = 20, 48
"""The least and the longest side of the region that changes where a checkbox, a switch or a star does."""
MAX_CONTROLS = 3
"""More small regions are parts of something else."""
BESIDE_PX = 12
"""What changed so near to what is told is part of it."""


def hidden_texts(claims: Iterable[Claim]) -> list[Claim]:
    """The texts that likely changed and that a row does not quote; of another page there are always some."""
    found = list(claims)
    if any(claim.kind == "page" for claim in found):
        return []
    return [claim for claim in found if claim.kind in ("appeared", "changed") and not claim.is_said]


def _is_legible(claim: Claim, moment: Moment) -> bool:
    """Whether the text of a claim stands among the texts of its screen."""
    box = claim.box
    lines = [line for line in moment.reading.lines if box and holds(box, centre(line.box))]
    return bool(lines) and all(map(is_sure, lines))


def _has_untold_control(moment: Moment, claims: Iterable[Claim]) -> bool:
    """Whether a region as small as a checkbox changed apart from all that is told."""
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
    """The indices of the states whose change is not told, and of those that are told in part.

    A text that is hidden and not surely read stands nowhere else in a prompt: its state counts as not told.
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
