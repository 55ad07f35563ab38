"""Finds the names of secrets in running text and in field labels."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.lexicon.link_words import SYSTEMS
from claude_scope.lexicon.patterns import LETTER, any_beginning, any_of, beginnings, is_free, lower_case
from claude_scope.lexicon.secret_words import ABOUT, WORDS, Kind
from claude_scope.lexicon.secrets.inflections import stem
from claude_scope.lexicon.word_lists import word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Name(NamedTuple):
    """A name of a secret in a text, from `start` up to but not including `end`."""

    kind: Kind
    start: int
    end: int


def _written(word: str) -> str:
    return word.replace("#", "wlan")


_INFLECTED = {Kind.CODE, Kind.RECOVERY}
"""Kinds whose names are searched with inflected endings; in names of other kinds an ending may change the meaning."""


def words(*kinds: Kind, labels: bool = False, stems: bool = False) -> list[str]:
    """The words of some kinds; with `labels`, only those that also work in field labels; with `stems`, as stems."""
    every = [
        (stem(word.strip(), language) if kind in _INFLECTED else word.strip()) if stems else _written(word.strip())
        for kind in kinds
        for language, line in WORDS[kind].items()
        for word in line.split(",")
    ]
    return [word for word in every if not (labels and word.startswith("~"))]


# --- running text -----------------------------------------------------------------------------------------------------

_ORDER = (
    Kind.RECOVERY, Kind.CARD_CODE, Kind.CODE, Kind.NUMBER, Kind.NATIONAL_ID, Kind.ANSWER, Kind.KEY, Kind.PASSWORD,
    Kind.TOKEN,
)  # fmt: skip
"""If two names begin at one place, the name of the earlier kind counts: "secret recovery phrase", not "secret"."""
_OTHER = tuple(word_list("secret_names", "other_names")["before"].split("|"))
"""Names after these words do not count: the Spanish keyword, pins that are not codes, a brand."""
_TELLING_LETTERS = 5
"""The words of each kind are tried only where this many letters match, which is ten times as fast."""
_MAX_TRIES = 20_000
"""After this many candidates in a line, all others count as names: the line must have been designed to be slow."""
_KEY_LETTERS = 2
_MASKED = re.compile(r"\[masked: [a-zA-Z ]{1,40}\]")
_IS_LETTER = re.compile(f"[{LETTER}]")


def _systems() -> str:
    """A pattern that matches the names of systems; they are grouped by first letter so that it fails fast."""
    by_letter: dict[str, list[str]] = {}
    for word in SYSTEMS.split("|"):
        by_letter.setdefault(word[0].upper(), []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


_SYSTEM = re.compile(rf"(?:{_systems()})(?:{_systems()}){{0,2}}(?![A-Za-z])")


def _apart(system: re.Match[str]) -> str:
    """The name of a system with its first letter replaced, so that the name before it ends there: `passwordSmtp`."""
    is_joined = system.string[system.start() - 1 : system.start()].islower()
    return system[0] if not is_joined else f"\0{system[0][1:]}"


class _Names:
    """The words of all kinds that `some` accepts, as one pattern for each beginning, compiled when
    a text contains it.
    """

    def __init__(self, some: Callable[[str], bool]) -> None:
        known = {kind: list(filter(some, words(kind, stems=True))) for kind in _ORDER}
        self._begins = re.compile(any_beginning((word for of in known.values() for word in of), _TELLING_LETTERS))
        self._words: dict[str, dict[Kind, list[str]]] = {}
        for kind, of in known.items():
            for word in of:
                for key in beginnings(word, _KEY_LETTERS):
                    self._words.setdefault(key, {}).setdefault(kind, []).append(word)
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def search(self, low: str, at: int) -> re.Match[str] | None:
        """The first name from `at` on in a text in lower case."""
        while found := self._begins.search(low, at):
            if match := self.match(low, found.start()):
                return match
            at = found.start() + 1
        return None

    def match(self, low: str, at: int) -> re.Match[str] | None:
        """The name that begins at `at`."""
        key = "".join(unicodedata.normalize("NFD", item)[0] for item in low[at : at + _KEY_LETTERS])
        if key not in self._patterns:
            self._patterns[key] = self._pattern(key)
        pattern = self._patterns[key]
        return pattern.match(low, at) if pattern else None

    def _pattern(self, key: str) -> re.Pattern[str] | None:
        groups = [self._words.get(begin, {}) for begin in dict.fromkeys((key, key[:1]))]
        known = {kind: [word for group in groups for word in group.get(kind, ())] for kind in _ORDER}
        names = "|".join(f"(?P<{kind.name}>{any_of(of, begins='')})" for kind, of in known.items() if of)
        return re.compile(names) if names else None


class _Finder:
    """The names of all kinds; each list is built on first use."""

    @cached_property
    def name(self) -> _Names:
        return _Names(lambda _: True)

    @cached_property
    def free(self) -> _Names:
        """Names that may begin within a word."""
        return _Names(is_free)


@cache
def _finder() -> _Finder:
    return _Finder()


def find_secret_names(text: str) -> Iterator[Name]:
    """The names of secrets in a text, left to right, nested ones too ("client secret"). Linear time."""
    low = lower_case(_SYSTEM.sub(_apart, text))
    if len(low) != len(text):
        return
    at = 0
    for line in low.split("\n"):
        yield from _in_line(text[at : at + len(line)], line, at)
        at += len(line) + 1


def _in_line(line: str, low: str, at: int) -> Iterator[Name]:
    unmasked = _MASKED.sub(lambda match: "\0" * len(match[0]), low)
    for match in _matches(line, unmasked):
        yield Name(Kind[match.lastgroup or ""], at + match.start(), at + match.end())


def _matches(line: str, low: str) -> Iterator[re.Match[str]]:
    at, finder, tries = 0, _finder(), 0
    while match := finder.name.search(low, at):
        at = match.start() + 1
        tries += 1
        if tries > _MAX_TRIES:
            yield match
            continue
        if low.endswith(_OTHER, 0, match.start()):
            continue
        if _begins(line, match.start()):
            yield match
        elif inner := finder.free.match(low, match.start()):
            yield inner


def _begins(line: str, at: int) -> bool:
    """Whether a word begins there: after a non-letter, or in camelCase (`dbPassword`)."""
    before, first = line[at - 1 : at], line[at : at + 1]
    if not _IS_LETTER.match(before) or not _IS_LETTER.match(first):
        return True
    return first.isupper() and not before.isupper()


# --- labels of fields -------------------------------------------------------------------------------------------------

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def kinds_of_label(label: str) -> frozenset[Kind]:
    """The kinds of secret in a field with this label. `label_patterns` match the same labels."""
    called = words_of_label(label)
    return frozenset(
        name.kind
        for name in find_secret_names(called)
        if not is_about(called, name.end) and not _in_text_only().fullmatch(lower_case(called[name.start : name.end]))
    )


def words_of_label(label: str) -> str:
    """A label with identifiers split into words, full-width letters narrowed, and accents composed.

    `browser/scripts/fields.js` does the same.
    """
    return _HUMP.sub(" ", unicodedata.normalize("NFKC", label))


_LETTER_HERE = "~"
"""Placeholder for the character class of letters in `label_patterns`, which would otherwise be repeated in about 900
patterns.
"""


@cache
def label_patterns() -> str:
    """The pattern of labels in parts, as JSON for labels.js.

    A browser compiles only the parts that a label could match, because the whole pattern takes 0.2 s. `begins` has the
    patterns of names by their first two letters, or by one (see `beginnings`); `free` has those of names that may begin
    within a word. `before` and `after` surround each pattern, and `letter` replaces "~".
    """
    groups: dict[bool, dict[str, list[str]]] = {False: {}, True: {}}
    for word in words(*Kind, labels=True, stems=True):
        for key in beginnings(word, _KEY_LETTERS):
            groups[is_free(word)].setdefault(key, []).append(word)
    begins, free = (
        {key: any_of(some, begins="", letter=_LETTER_HERE) for key, some in groups[is_inner].items()}
        for is_inner in (False, True)
    )
    before = "".join(f"(?<!{before})" for before in _OTHER)
    parts = {"begins": begins, "free": free, "before": before, "after": f"(?!{_ABOUT_IT})", "letter": LETTER}
    return json.dumps(parts)


_ABOUT_IT = (
    rf"(?:[\s.-]{{0,2}}{any_of(ABOUT.split(','), begins='')}|"
    rf"(?:\s(?:code|कोड))?[\s]?[\s/(,-]\s?(?:zip|postal|post\s?code|postcode|delivery|city|postleitzahl|डाक|पोस्टल|पता|क्षेत्र)(?![{LETTER}]))"
)


def is_about(text: str, end: int) -> bool:
    """Whether the words after a name, at `end`, show that it is about something else: "password strength"."""
    return _about().match(text, end) is not None


@cache
def _about() -> re.Pattern[str]:
    return re.compile(_ABOUT_IT, re.IGNORECASE)


def is_vague(name: str) -> bool:
    """Whether a name means a secret in running text only, such as "your code", which may also be a public code."""
    return _in_text_only().fullmatch(lower_case(name)) is not None


@cache
def _in_text_only() -> re.Pattern[str]:
    return re.compile(any_of((word for word in words(*Kind, stems=True) if word.startswith("~")), begins=""))
