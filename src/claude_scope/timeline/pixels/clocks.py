"""Finds clocks and stopwatches: texts that advance with the time of the recording."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.time_words import SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe, UiElement

MAX_LAG_S = 1.6
"""A clock that shows whole seconds is up to one behind, and a picture is taken a little after it."""
MIN_TICKS = 2
"""A text must follow the recording time this many times in a row: once may be chance."""


def find_clocks(keyframes: Sequence[Keyframe], frames: Sequence[Sequence[UiElement]]) -> frozenset[str]:
    """The ids of elements that show a running time, forwards or backwards; `frames` has one entry a keyframe."""
    shown: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for keyframe, elements in zip(keyframes, frames, strict=True):
        for element in elements:
            seconds = _seconds(element.label)
            if seconds is not None:
                shown[element.id].append((keyframe.timestamp_ms / 1000, seconds))
    return frozenset(id_ for id_, times in shown.items() if _goes_on(times))


@cache
def _time() -> re.Pattern[str]:
    clock = r"(?<![\d:.])(?:(\d{1,2}) ?: ?)?(\d{1,2}) ?: ?([0-5]\d)(?![\d:])"
    return re.compile(rf"{clock}|(?<![\d:.])(\d{{1,4}}) ?{SECONDS.unit}")


def _seconds(text: str) -> int | None:
    found = list(_time().finditer(lower_case(text)))
    if len(found) != 1:
        return None
    hours, minutes, seconds, plain = found[0].groups()
    return int(plain) if plain else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _goes_on(times: Sequence[tuple[float, int]]) -> bool:
    """Whether each change of a text followed the recording time, in one direction, and often enough."""
    steps = [(later[0] - at[0], later[1] - at[1]) for at, later in pairwise(times)]
    ticks = [(passed, shown) for passed, shown in steps if shown or passed > MAX_LAG_S]
    return len(ticks) >= MIN_TICKS and any(
        all(abs(passed - sign * shown) <= MAX_LAG_S and sign * shown > 0 for passed, shown in ticks) for sign in (1, -1)
    )
