"""Secret formats as OCR reads them: confused letters, added spaces, lost underscores.

Typed text is masked by exact format (`secret_formats`). OCR may misread one letter, so that a checksum fails or a
prefix is missing, while the picture shows the whole secret.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.redaction.mask_text import KNOWN_TEXTS, mask_shapes
from claude_scope.redaction.masked_spans import masked_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE_FROM = 3
"""Minimum length of a piece of a key next to a space that OCR inserted."""
RANDOM_FROM = 24
"""Minimum length of a random run, which is the length of short keys."""

_CONFUSABLE = {
    letter: alike for alike in ("oO0Q", "iIl1|!", "sS5", "zZ2") for letter in alike.lower() if letter not in "|!q"
}
"""For each letter, the characters with which OCR confuses it."""
_KEYS = (
    "sk_live_ sk_test_ rk_live_ rk_test_ whsec_ ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- npm_ pypi- sk-ant- sk-proj-"
    " "
    "dop_v1_ shpat_ shpss_ lin_api_ dckr_pat_ hf_ gsk_ glc_ xai- pplx- SG. AIza ya29. GOCSPX- eyJ xoxb- xoxp-"
).split()


def _misread(key: str) -> str:
    """A pattern for the beginning of a key in which signs may be lost or misread, and letters read as similar ones."""
    letters = (
        r"[_\s.\-]{0,2}"
        if letter in "_-."
        else f"[{letter.lower()}{letter.upper()}{_CONFUSABLE.get(letter.lower(), '')}]"
        for letter in key
    )
    return "".join(letters)


_PREFIXED = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(_misread, _KEYS))})[A-Za-z0-9_+/=.~-]{{12,4000}}")
_AWS = re.compile(r"(?<![A-Za-z0-9])A[KS][I1l|]A[A-Z0-9oOlI]{14,18}(?![A-Za-z0-9])")
_DIGIT = "[0-9OoIlSB]"
_FOURS = rf"([ -]){_DIGIT}{{4}}\1{_DIGIT}{{4}}\1{_DIGIT}{{4}}"
_AMERICAN = rf"[ -]{_DIGIT}{{6}}[ -]{_DIGIT}{{5}}"
_CARD = re.compile(rf"(?<![\w.])[3-6]{_DIGIT}{{3}}(?:{_FOURS}|{_AMERICAN})(?!\w)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9OI]{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,4})?(?!\w)")
_RANDOM = re.compile(rf"(?<![\w+/=.-])(?<!SHA256:)[A-Za-z0-9_-]{{{RANDOM_FROM},200}}(?![\w+/-]|\.[a-z])")
_PASSWORD = (
    r"(?:p ?a ?s{1,2} ?s? ?w ?o ?r ?[dt]|passwd|pas{1,2}phrase|passcode|kennwort|senha|mot de passe|contrase\w{1,3}a|"
    r"s ?e ?c ?r ?e ?t|api ?[_-]? ?key|(?:access|auth|api|bearer|session) ?[_-]? ?token)"
)
"""Words that announce a secret. OCR inserts spaces into such words in code."""
_STATED_PASSWORD = re.compile(
    rf"(?i){_PASSWORD}[\"']{{0,2}}\s{{0,3}}(?:[:=]\s{{0,3}}|\s(?:is|was|ist|lautet|est|es)\s{{1,3}})[\"']?"
    r"(?=\S{0,100}[\d@#$%^&*+_~])(?=\S{0,100}[A-Za-z\d])([^\s\"']{4,200})"
)


@lru_cache(KNOWN_TEXTS)
def misread_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans that have the format of a secret, even if a letter was misread."""
    if len(text) < 8:
        return ()
    whole, places = join_split_words(text)
    return tuple((places[start], places[end - 1] + 1) for start, end in _spans(whole) if end > start)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    yield from masked_spans(text, mask_shapes(text)[0])
    if not any(letter.isdigit() for letter in text) and not _STATED_PASSWORD.search(text):
        return
    for pattern in (_AWS, _CARD, _IBAN):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span() for match in _PREFIXED.finditer(text) if is_key_fragment(match[0]))
    yield from (match.span(1) for match in _STATED_PASSWORD.finditer(text))
    yield from (match.span() for match in _RANDOM.finditer(text) if _is_drawn(match[0]))


@lru_cache(KNOWN_TEXTS)
def without_split_words(text: str) -> str:
    """The text without spaces that OCR added inside keys."""
    return join_split_words(text)[0]


def join_split_words(text: str) -> tuple[str, list[int]]:
    """The text without spaces that OCR added inside keys, and the original position of each letter."""
    places = list(range(len(text)))
    if " " not in text:
        return text, places
    words = [match.span() for match in re.finditer(r"\S+", text)]
    lost: set[int] = set()
    for (start, end), (after, stop) in pairwise(words):
        if after == end + 1 and is_key_fragment(text[start:end]) and is_key_fragment(text[after:stop]):
            lost.add(end)
    places = [place for place in places if place not in lost]
    return "".join(text[place] for place in places), places


def is_key_fragment(word: str) -> bool:
    """Whether a word looks like part of a key: letters and digits, or capitals inside small letters."""
    letters = [letter for letter in word if letter.isalpha()]
    if len(word) < PIECE_FROM or not letters:
        return False
    if any(letter.isdigit() for letter in word):
        return True
    return any(letter.isupper() for letter in letters[1:]) and any(letter.islower() for letter in letters)


def _is_drawn(word: str) -> bool:
    """Whether a run looks random (small letters, capitals and digits), and is neither a name nor a hex hash."""
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in word if c.isalnum()]
    if min(kinds.count(kind) for kind in "dul") < 3:
        return False
    return sum(a != b for a, b in pairwise(kinds)) > 0.4 * len(kinds)
