"""One kind of secret: the pattern that finds it, and the hint that replaces it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MASKED = "[masked:"
MAX_CHECKED = 5_000
"""After this many matches the rest of a text is masked without a search: it must have been designed to be slow."""


def mask(hint: str) -> str:
    """The text that replaces a secret, such as `[masked: card number]` for the hint `card number`."""
    return f"{MASKED} {hint}]"


def _always(_: str) -> bool:
    return True


def _whole(secret: str) -> Iterable[tuple[int, int]]:
    yield 0, len(secret)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of secret: group 1 of `pattern` (or the whole match) is replaced if `holds` accepts it.

    A match without group 1 is left as it is. With `within`, only the spans that it finds in that group are replaced.
    A pattern given as text is compiled when it is first tried. `needs` are lower-case texts; the pattern is only tried
    if one of them appears.
    """

    hint: str
    pattern: re.Pattern[str] | str
    needs: tuple[str, ...] = ()
    holds: Callable[[str], bool] = _always
    within: Callable[[str], Iterable[tuple[int, int]]] = _whole

    def apply(self, text: str, found: Callable[[str], None]) -> str:
        """The text with every secret of this format masked; calls `found` with each."""

        pattern = _compiled(self.pattern)
        pieces: list[str] = []
        at = 0
        for number, match in enumerate(pattern.finditer(text)):
            pieces.append(text[at : match.start()])
            if number >= MAX_CHECKED:
                found(match[0])
                return "".join((*pieces, mask(self.hint)))
            pieces.append(self._masked(match, found))
            at = match.end()
        return "".join((*pieces, text[at:]))

    def _masked(self, match: re.Match[str], found: Callable[[str], None]) -> str:
        """A match with its secret masked; calls `found` with the secret."""
        group = 1 if match.re.groups else 0
        secret = match[group]
        if secret is None or secret.startswith(MASKED) or not self.holds(secret):
            return match[0]
        parts, end = [match[0][: match.start(group) - match.start()]], 0
        for start, stop in self.within(secret):
            found(secret[start:stop])
            parts += [secret[end:start], mask(self.hint)]
            end = stop
        return "".join((*parts, secret[end:], match[0][match.end(group) - match.start() :]))


_compiled = cache(re.compile)
