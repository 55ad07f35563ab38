"""Keys and tokens of issuers that a line break cuts: a terminal or a narrow column wraps them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.formats.issuer_tokens import ISSUED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.redaction.formats.issuer_tokens import Issued

_RUN = r"[A-Za-z0-9_.+/-]"
_BREAK = re.compile(r"\n[ \t>|]{0,12}")
_MIN_CHANGES = 0.2
"""Minimum number of changes between digits, capitals and small letters per character of a piece, as in
`checksums.is_opaque`."""
_KINDS = re.compile(r"[0-9]+|[A-Z]+|[a-z]+")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The span of each line of a wrapped token; none if the first line does not begin such a token."""
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    ends = [*(match.start() for match in _BREAK.finditer(text)), len(text)]
    spans = list(zip(starts, ends, strict=True))
    first = text[: ends[0]]
    count = 1
    while count < len(spans) and _goes_on(text[slice(*spans[count])]):
        count += 1
    joined = "".join(text[start:end] for start, end in spans[:count])
    if count > 1 and any(_covers(issued, joined, len(first)) for issued in ISSUED):
        yield from spans[:count]


def _goes_on(piece: str) -> bool:
    """Whether a line looks like the rest of a random text."""
    bare = piece.rstrip("=")
    has_digit = any(map(str.isdigit, bare))
    return "=" not in bare and has_digit and len(_KINDS.findall(bare)) - 1 >= _MIN_CHANGES * len(bare)


def _covers(issued: Issued, joined: str, first: int) -> bool:
    """Whether a token of this issuer begins in the first line and continues in the next one."""
    if issued.needs and not any(need in joined[:first].lower() for need in issued.needs):
        return False
    match = _compiled(issued.pattern).match(joined)
    return match is not None and match.end() > first and issued.holds(match[0])


_compiled = cache(re.compile)
WRAPPED = Format(
    "API key",
    re.compile(
        rf"(?<![A-Za-z0-9_-])({_RUN}{{8,1000}}+(?:\n[ \t>|]{{0,12}}(?=[A-Za-z0-9_.+/-]{{0,80}}[0-9])"
        rf"{_RUN}{{4,1000}}+={{0,2}}(?=[\s\"'`,;)}}\]]|$)){{1,40}})"
    ),
    ("\n",),
    within=_pieces,
)
