"""The secret suite: texts and fields in over 30 languages with a secret each, and many that only resemble one.

A line of `secrets.tsv` has a language ("other": one with few cases), a kind, a place and a text; `⟦⟧` encloses what
must be masked, `‹›` what may be masked with it. A line of `lookalikes.tsv` has a language, the package it comes from
("-": written for the suite), a place and a text. In both, a field is a label and a value separated by `⇥`, `⏎` is a
line break, `¦` splits what secret scanners would report, and `{alnum 40}` stands for that many random characters, the
same in every run.

Half of each list, chosen by hash, is held out: it is never looked at while the patterns are changed.
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import string
import uuid
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claude_scope.redaction.field_instructions import is_instruction
from claude_scope.redaction.field_labels import is_personal_label, is_secret_label
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE
from claude_scope.redaction.mask_text import normalised
from claude_scope.redaction.redact import is_hidden, redact_text

FOLDER = Path(__file__).parent
_MASK = re.compile(r"\[masked: [a-zA-Z ]{1,40}\]")
_ALPHABETS = {
    "alnum": string.ascii_letters + string.digits,
    "random": string.ascii_letters + string.digits,
    "letters": string.ascii_letters,
    "b64": string.ascii_letters + string.digits + "+/",
    "b64url": string.ascii_letters + string.digits + "-_",
    "base32": string.ascii_uppercase + "234567",
    "AGE": "023456789ACDEFGHJKLMNPQRSTUVWXYZ",
    "UPPER": string.ascii_uppercase + "234567",
    "hex": "0123456789abcdef",
    "digits": string.digits,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text or a field; `spans` are the parts of `text` that are secret, `free` those that may be masked as well."""

    language: str
    kind: str
    place: str
    label: str
    text: str
    spans: tuple[tuple[int, int], ...]
    free: tuple[tuple[int, int], ...]
    held_out: bool

    def __str__(self) -> str:
        return f"{self.label} ⇥ {self.text}" if self.place == "field" else self.text


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many secrets of a case were masked and how many were not, and how much else was masked."""

    case: Case
    found: int
    missed: int
    false: int
    masked: str


def cases(name: str, folder: Path = FOLDER) -> list[Case]:
    """The cases of `secrets.tsv` or `lookalikes.tsv` in a folder."""
    lines = (folder / name).read_text("utf-8").splitlines()
    return [_case(line, name == "lookalikes.tsv") for line in lines]


def outcome(case: Case) -> Outcome:
    """The result of redacting a case; both the browser and the redaction of an analysis have to recognise a field."""
    if case.place == "field":
        if is_hidden(case.text):
            return Outcome(case, 0, 0, 0, "nothing to mask: the field is empty or shows dots")
        by = (_redaction_masks(case), _browser_masks(case))
        masked = f"{case.label} ⇥ redaction: {by[0]}, browser: {by[1]}"
        return (
            Outcome(case, int(all(by)), int(not all(by)), 0, masked)
            if case.spans
            else Outcome(case, 0, 0, int(any(by)), masked)
        )
    masked, _ = redact_text(case.text)
    spans = _masked_spans(normalised(case.text), masked)
    found = sum(_is_gone(span, spans, case.text) for span in case.spans)
    false = sum(not _is_within(span, (*case.spans, *case.free), case.text) for span in spans)
    return Outcome(case, found, len(case.spans) - found, false, masked)


def _redaction_masks(case: Case) -> bool:
    """Whether the redaction of an analysis masks the field by its label, or its secrets by their format."""
    masked, count = redact_text(case.text)
    spans = _masked_spans(normalised(case.text), masked)
    by_format = count > 0 and all(_is_gone(span, spans, case.text) for span in case.spans)
    return is_personal_label(case.label, case.text) or by_format


def _browser_masks(case: Case) -> bool:
    """Whether the page script masks the field; it uses the same patterns."""
    is_named = is_secret_label(case.label) and not is_instruction(case.text)
    return is_named or re.search(ISSUED_SHAPE, case.text) is not None


def precision_and_recall(outcomes: list[Outcome]) -> tuple[float, float]:
    """Which share of the masked text is secret, and which share of the secrets is masked."""
    found, false, missed = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("found", "false", "missed")
    )
    return found / max(1, found + false), found / max(1, found + missed)


def _masked_spans(text: str, masked: str) -> list[tuple[int, int]]:
    """The spans of the text that were replaced by a mask."""
    pieces = _MASK.split(masked)
    if not _MASK.search(masked):
        return []
    match = re.fullmatch("(.*?)".join(re.escape(piece) for piece in pieces), text, re.DOTALL)
    assert match, f"{masked!r} changes more of {text!r} than what it masks"
    return [match.span(n) for n in range(1, len(pieces))]


def _is_gone(secret: tuple[int, int], spans: list[tuple[int, int]], text: str) -> bool:
    covered = {at for start, end in spans for at in range(start, end)}
    return all(at in covered or text[at] in " \n" for at in range(*secret))


def _is_within(span: tuple[int, int], allowed: tuple[tuple[int, int], ...], text: str) -> bool:
    """Whether a masked span covers only secrets, what may be masked with them, and surrounding quotes, brackets and
    punctuation.
    """
    inside = {at for start, end in allowed for at in range(start, end)}
    return any(at in inside for at in range(*span)) and all(
        at in inside or text[at] in "\"'`.,;:!?()[]\\ \n«»「」。、" for at in range(*span)
    )


def _case(line: str, is_lookalike: bool) -> Case:
    language, kind, place, raw = line.split("\t")
    held_out = hashlib.sha256(line.encode()).digest()[0] % 2 == 1
    raw = _expanded(raw.replace("¦", "").replace("⏎", "\n"), line) if not is_lookalike else raw.replace("⏎", "\n")
    label, _, raw = raw.partition("⇥") if place == "field" else ("", "", raw.replace("⇥", "\t"))
    text, opened = "", 0
    spans: list[tuple[int, int]] = []
    free: list[tuple[int, int]] = []
    for piece in re.split("([⟦⟧‹›])", raw):
        if piece in {"⟦", "‹"}:
            opened = len(text)
        elif piece in {"⟧", "›"}:
            (spans if piece == "⟧" else free).append((opened, len(text)))
        else:
            text += piece
    return Case(language, kind, place, label, text, tuple(spans), tuple(free), held_out)


def _expanded(raw: str, seed: str) -> str:
    rng = random.Random(hashlib.sha256(seed.encode()).digest())
    return re.sub(r"\{(\w+)(?: ([\w_]+))?\}", lambda match: _made(rng, match[1], match[2] or ""), raw)


def _made(rng: random.Random, what: str, argument: str) -> str:
    if what == "github":
        body = "".join(rng.choices(_ALPHABETS["alnum"], k=30))
        return argument + body + _base62(zlib.crc32(body.encode()), 6)
    if what == "card":
        return _card(rng, argument)
    if what == "iban":
        return _iban(rng, argument)
    if what == "uuid":
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))
    if what == "basic":
        return base64.b64encode(b"ana:Sparrow-" + str(rng.randrange(1000)).encode()).decode()
    return "".join(rng.choices(_ALPHABETS[what], k=int(argument)))


def _base62(number: int, width: int) -> str:
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    text = ""
    while number:
        number, rest = divmod(number, 62)
        text = digits[rest] + text
    return text.rjust(width, "0")


def _card(rng: random.Random, first: str) -> str:
    start = first + (str(rng.randint(1, 5)) if first == "5" else "")
    digits = start + "".join(rng.choices(string.digits, k=15 - len(start)))
    total = sum(d if n % 2 else d * 2 - 9 * (d > 4) for n, d in enumerate(map(int, digits)))
    digits += str(-total % 10)
    return " ".join(digits[n : n + 4] for n in range(0, 16, 4))


def _iban(rng: random.Random, country: str) -> str:
    body = "".join(rng.choices(string.digits, k={"DE": 18, "GB": 14}[country]))
    body = "WEST" + body if country == "GB" else body
    check = 98 - int("".join(str(int(c, 36)) for c in f"{body}{country}00")) % 97
    whole = f"{country}{check:02}{body}"
    return " ".join(whole[n : n + 4] for n in range(0, len(whole), 4))


@cache
def outcomes(name: str, folder: Path = FOLDER) -> tuple[Outcome, ...]:
    """The outcome of every case of a list."""
    return tuple(map(outcome, cases(name, folder)))
