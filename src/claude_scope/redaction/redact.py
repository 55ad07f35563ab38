"""Masks secrets in everything that is stored, shown or sent: keys, tokens, card numbers, passwords.

Texts are masked by known formats and by the words before a secret, form fields by their labels. A mask states the kind
of the secret: `[masked: card number]`. Hashes, UUIDs, order numbers and prices stay.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakValueDictionary

from claude_scope.geometry import centre, holds
from claude_scope.invisible_characters import visible
from claude_scope.redaction.claim_texts import mask_claims
from claude_scope.redaction.field_labels import (
    HIDDEN,
    is_password_label,
    is_personal_label,
    is_placeholder,
    looks_like_dots,
)
from claude_scope.redaction.formats.format import MASKED, mask
from claude_scope.redaction.mask_text import KNOWN_TEXTS, MAX_KNOWN_CHARS, mask_shapes
from claude_scope.redaction.masked_spans import masked_spans
from claude_scope.redaction.screen_layout import secrets_on_screen
from claude_scope.redaction.searched_values import is_plain_path, is_searched_for, is_word
from claude_scope.redaction.told_facts import mask_fact
from claude_scope.values import (
    FIELD_ROLES,
    Act,
    Analysis,
    Box,
    Change,
    Element,
    EventKind,
    Line,
    Moment,
    Node,
    PageFact,
    Reading,
    Source,
    UiElement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_FIELD_TYPES = frozenset({"input", "select"})
_SPREADS_FROM = 6
"""A field's secret of at least this many characters is masked wherever it appears; a shorter one could be any word."""
_PASSWORD_FROM = 4
"""A password of at least this many characters is masked where it occurs as a word."""
_ANY_MASK = r"\[masked: [a-zA-Z ]{1,40}\]"

_PLAIN = frozenset({int, float, bool, type(None), Box, Source, EventKind})
"""Types that contain no text of a page. Most values have one of these types, and are skipped."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


MAX_TEXT_CHARS = 750_000
"""No text of a page, a request or the console is longer; an adversarial text of this length takes under a second."""
TOO_LONG = "[masked: the end of a long text]"


def redact_text(text: str) -> tuple[str, int]:
    """The text with every secret replaced by a hint, and the number of secrets. Linear time; idempotent.

    Text after `MAX_TEXT_CHARS` is masked without being read.
    """
    masked, masker = _redacted_text(text)
    return masked, masker.replaced


def redact_and_find(text: str) -> tuple[str, set[str]]:
    """Like `redact_text`, but returns the different secrets instead of their number."""
    masked, masker = _redacted_text(text)
    return masked, masker.found


def _redacted_text(text: str) -> tuple[str, Masker]:
    masker = Masker()
    masked = masker.text(text[:MAX_TEXT_CHARS])
    if len(text) <= MAX_TEXT_CHARS:
        return masked, masker
    masker.found.add(TOO_LONG)
    masker.replaced += 1
    return masked + TOO_LONG, masker


def redact_analysis(analysis: Analysis) -> Analysis:
    """The analysis with the secrets masked in all of its texts; `masked` grows by the number of different secrets.

    The values of fields that are labelled as secret are masked in the field, and where a sentence quotes them after
    the name of the field. If they are long enough to be recognised, they are masked wherever else they appear. Secrets
    that only their place on the screen reveals (`screen_layout`) are masked too. Paths of files stay as they are.
    """
    if _REDACTED.get(id(analysis)) is analysis:
        return analysis
    redacted = masker_of(analysis).redacted(analysis)
    _REDACTED[id(redacted)] = redacted
    return redacted


def note_redacted(analysis: Analysis) -> None:
    """Make `redact_analysis` return this analysis unchanged, because the pipeline has masked its texts already."""
    _REDACTED[id(analysis)] = analysis


_REDACTED: WeakValueDictionary[int, Analysis] = WeakValueDictionary()
"""The results of `redact_analysis`, by their id: prompt, `session.json` and report mask one analysis only once."""


def remember_texts(trees: Iterable[Node]) -> None:
    """Search the texts of trees for secrets in advance, which halves the time to mask an analysis with these texts."""
    texts = {text for tree in trees for node in tree.walk() for text in (node.name, node.text, node.locator)}
    for text in islice((text for text in texts if len(text) <= MAX_KNOWN_CHARS), KNOWN_TEXTS):
        mask_shapes(text)


def masker_of(analysis: Analysis) -> Masker:
    """A masker that knows the secrets of an analysis, including those without a known format."""
    masker = Masker()
    for names, secret, typed in _field_secrets(analysis):
        label = " ".join(names)
        if not is_placeholder(secret, label):
            masker.learn(secret, password=is_password_label(label), typed=typed)
            masker.learn_of(names, secret)
    for reading in {id(moment.reading): moment.reading for moment in analysis.timeline.moments}.values():
        masker.learn_screen(reading)
    masker.ready()
    return masker


class Masker:
    """Masks strings and frozen values, records the secrets, and caches each text.

    `found` are all secrets that were masked, `spread` those that are masked wherever they occur.
    """

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.spread: set[str] = set()
        self.replaced = 0
        self._whole: set[str] = set()
        self._known: dict[str, bool] = {}
        self._values: dict[str, set[str]] = {}
        self._pattern: re.Pattern[str] | None = None
        self._done: dict[str, str] = {}
        self._shared: dict[int, tuple[object, object]] = {}

    def learn(self, secret: str, *, password: bool, typed: bool = True) -> None:
        """Mask this text everywhere: inside words if it is distinctive, otherwise only as a word.

        A path or a word is not masked elsewhere. A value that was not `typed` is masked elsewhere only if it looks
        random or has the form of a known issuer's keys.
        """
        letters = "".join(secret.split())
        if not is_searched_for(letters, typed=typed):
            return
        if len(letters) >= _SPREADS_FROM and not (letters.isalpha() and letters[1:].islower()):
            self._known[letters] = True
            self.spread.add(letters)
        elif password and len(letters) >= _PASSWORD_FROM:
            self._known.setdefault(letters, False)
            self.spread.add(letters)

    def learn_of(self, names: tuple[str, ...], secret: str) -> None:
        """Mask this text where a sentence quotes it after its field: `"PIN" held "ab"`."""
        for name in filter(None, names):
            self._values.setdefault(_SPACES.sub(" ", visible(name)), set()).add(_SPACES.sub(" ", visible(secret)))

    def learn_screen(self, reading: Reading) -> None:
        """Mask secrets, or parts of secrets, that the layout shows; distinctive ones are masked inside words too."""
        for part in secrets_on_screen(reading):
            secret = _SPACES.sub(" ", visible(reading.lines[part.line].text[part.start : part.end].strip()))
            self.learn(secret, password=False)
            if (part.start, part.end) == (0, len(reading.lines[part.line].text)):
                self._whole.add(secret)

    def ready(self) -> None:
        """Finish learning. Longer secrets come first, since half-typed values are prefixes of them."""
        if self._known:
            known = [_spelled(text, self._known[text]) for text in sorted(self._known, key=len, reverse=True)]
            self._pattern = re.compile("|".join((f"({_ANY_MASK})", *known)), re.IGNORECASE)

    def redacted(self, analysis: Analysis) -> Analysis:
        """The analysis with the secrets in its texts masked, and counted."""
        redacted = self.value(self._by_place(analysis))
        return replace(redacted, masked=analysis.masked + len(self.found)) if self.found else redacted

    def _by_place(self, analysis: Analysis) -> Analysis:
        """The analysis with texts about secret fields masked, except for the labels inside them."""
        moments = analysis.timeline.moments
        labels = {e.label for moment in moments for e in moment.reading.elements if e.type in _FIELD_TYPES}
        fields = [_secret_boxes([*moment.reading.elements, *moment.elements]) for moment in moments]
        timeline = mask_claims(analysis.timeline, fields, lambda text: text if text in labels else self.secret(text))
        return analysis if timeline is analysis.timeline else replace(analysis, timeline=timeline)

    def text(self, text: str) -> str:
        """The text with every secret masked."""
        if len(text) < 4:
            return text
        known = self._done.get(text)
        if known is None:
            known = self._done[text] = self._mask(text)
        return text if known == text else known  # the same object, so that its container need not be rebuilt

    def _mask(self, text: str) -> str:
        """The masked text, or the text itself if it has no secret."""
        seen = _SPACES.sub(" ", visible(text))
        if seen.strip() in self._whole:
            self._count(seen.strip())
            return mask("secret by its place")
        masked = self._of_fields(seen) if '"' in seen and (self._values or self._whole) else seen
        masked = self._pattern.sub(self._put, masked) if self._pattern else masked
        masked, secrets = mask_shapes(masked)
        for secret in secrets:
            self._count_shape(secret)
        return text if masked == seen else masked

    def _of_fields(self, text: str) -> str:
        """The text with quoted field values masked; a long quotation may end in an ellipsis."""
        quoted = {match[1] for match in _QUOTED.finditer(text)}
        secrets = {value for name in quoted & self._values.keys() for value in self._values[name]} | self._whole

        def put(match: re.Match[str]) -> str:
            said = match[1]
            may_be_cut = said.endswith(_CUT) and len(said) >= _CUT_FROM
            cut = may_be_cut and any(value.startswith(said[:-1]) for value in secrets)
            if said not in secrets and not cut:
                return match[0]
            self._count(said)
            return f'"{mask("secret of a field")}"'

        return _QUOTED.sub(put, text) if secrets else text

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The spans that masking replaces; the whole text if it has invisible letters."""
        masked = self.text(text)
        if masked is text or masked == text:
            return []
        seen = _SPACES.sub(" ", visible(text))
        return masked_spans(seen, masked) if len(seen) == len(text) else [(0, len(text))]

    def _put(self, match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        self._count(match[0])
        return mask("secret of a field")

    def _count_shape(self, secret: str) -> None:
        is_sentence = " " in secret and any(word.isalpha() for word in secret.split())
        if not is_sentence and not is_word(secret) and not is_plain_path(secret):
            self.spread.add(secret)
        self._count(secret)

    def _count(self, secret: str) -> None:
        self.found.add(secret)
        self.replaced += 1

    def secret(self, text: str) -> str:
        """Mask the value of a field labelled as secret."""
        if not text.strip() or is_hidden(text) or text == HIDDEN or text.startswith(MASKED):
            return text
        self._count(text)
        return mask("secret of a field")

    def value(self, value: T) -> T:
        """The value with its texts masked; the same object if nothing was masked."""
        if isinstance(value, str):
            return cast("T", self.text(value)) if type(value) is str else value
        if type(value) in _PLAIN:
            return value
        if type(value) is tuple:
            return cast("T", self._tuple(cast("tuple[object, ...]", value)))
        if isinstance(value, Node):
            return cast("T", self._tree(value))
        if isinstance(value, Line | Element | UiElement):
            return self._once(value)
        if isinstance(value, Reading):
            return cast("T", self._fields(self._reading(value)))
        if isinstance(value, Change):
            return cast("T", self._fields(self._labelled(value)))
        if isinstance(value, PageFact):
            return cast("T", self._fields(mask_fact(value, self.secret)))
        if isinstance(value, Act) and is_personal_label(value.target.name, value.value or value.erased):
            masked = replace(value, value=self.secret(value.value), erased=self.secret(value.erased))
            return cast("T", self._fields(masked))
        return self._fields(value) if is_dataclass(value) and not isinstance(value, type) else value

    def _once(self, value: T) -> T:
        """The masked value of an object that many states share. The object is kept, so that no other gets its id."""
        known = self._shared.get(id(value))
        if known is None:
            labelled = value if isinstance(value, Line) else self._labelled(cast("Element", value))
            known = self._shared[id(value)] = value, self._fields(labelled)
        return cast("T", known[1])

    def _tuple(self, value: tuple[object, ...]) -> tuple[object, ...]:
        new = tuple(self.value(item) for item in value)
        return new if any(a is not b for a, b in zip(new, value, strict=True)) else value

    def _fields(self, value: T, skip: frozenset[str] = frozenset()) -> T:
        new: dict[str, Any] = {}
        for name in _names(cast("Any", type(value))):
            old = getattr(value, name)
            if type(old) in _PLAIN or old == () or name in skip:
                continue
            if (masked := self.value(old)) is not old:
                new[name] = masked
        return cast("T", replace(cast("Any", value), **new)) if new else value

    def _labelled(self, value: Change | Element | UiElement) -> Change | Element | UiElement:
        if isinstance(value, Change):
            if value.what in {"value", "text"} and _is_secret_field(value.element, f"{value.before} {value.after}"):
                return replace(value, before=self.secret(value.before), after=self.secret(value.after))
            return value
        if _is_secret_field(value, value.value) and (masked := self.secret(value.value)) != value.value:
            return replace(value, value=masked)
        return value

    def _reading(self, reading: Reading) -> Reading:
        boxes = _secret_boxes(reading.elements)
        labels = {e.label for e in reading.elements}
        if not boxes:
            return reading
        lines = tuple(
            replace(line, text=self.secret(line.text)) if line.text not in labels and _inside(line.box, boxes) else line
            for line in reading.lines
        )
        return replace(reading, lines=lines)

    def _tree(self, root: Node) -> Node:
        """Mask a tree without recursion: a page may nest deeper than Python's stack. A shared node is masked once."""
        done = self._shared
        for node in root.walk_up(done):
            children = tuple([cast("Node", done[id(child)][1]) for child in node.children])
            done[id(node)] = node, self._node(node, children)
        return cast("Node", done[id(root)][1])

    def _node(self, node: Node, children: tuple[Node, ...]) -> Node:
        if node.role in FIELD_ROLES and _is_secret_node(node) and (text := self.secret(node.text)) != node.text:
            node = replace(node, text=text)
        node = self._fields(node, frozenset({"children"}))
        same = len(children) == len(node.children) and all(a is b for a, b in zip(children, node.children, strict=True))
        return node if same else replace(node, children=children)


_QUOTED = re.compile(r'"([^"\n]*)"')
_CUT, _CUT_FROM = "\u2026", 20
"""The ending of a quotation that was cut, and the minimum length of such a quotation."""
_SPACES = re.compile(r"[^\S\n\t]")
"""Spaces, including the no-break spaces that are common in prices and card numbers."""


def _spelled(secret: str, anywhere: bool) -> str:
    """A pattern for a secret on the screen, where OCR may add a space. Bounded, so linear time."""
    letters = r"\s?".join(re.escape(letter) for letter in secret)
    return letters if anywhere else rf"(?<!\w){letters}(?!\w)"


def is_hidden(text: str) -> bool:
    """Whether a text is what a password field shows: dots or stars."""
    return not text.strip("\u2022\u25cf\u00b7*.\u2219\u26ab ")


def _is_secret_field(element: Element | UiElement, value: str) -> bool:
    return element.type in _FIELD_TYPES and is_personal_label(_called(element), value)


def _secret_boxes(elements: Iterable[Element | UiElement]) -> list[Box]:
    return [element.box for element in elements if element.value and _is_secret_field(element, element.value)]


def _called(element: Element | UiElement) -> str:
    return " ".join(_names_of(element))


def _names_of(element: Element | UiElement) -> tuple[str, ...]:
    return (element.label, element.name) if isinstance(element, UiElement) else (element.label,)


def _is_secret_node(node: Node) -> bool:
    return is_personal_label(" ".join(_names_of_node(node)), node.text)


def _names_of_node(node: Node) -> tuple[str, ...]:
    return (node.name, *(value for key, value in node.props if key == "/placeholder"))


def _inside(inner: Box, boxes: list[Box]) -> bool:
    return any(holds(box, centre(inner)) for box in boxes)


def _field_secrets(analysis: Analysis) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Names and values of fields labelled as secret, from screen and page, and whether a person may have typed them."""
    moments = analysis.timeline.moments
    acts = [act for moment in moments for act in moment.acts]
    typed = {act.value for act in acts}
    for act in acts:
        for entered in (act.value, act.erased):
            if is_personal_label(act.target.name, entered) and _can_be_secret(entered):
                yield (act.target.name,), entered, True
    for moment in moments:
        for element, text in _fields_of(moment):
            if _can_be_secret(text):
                yield _names_of(element), text, not analysis.timeline.is_captured or text in typed
    for snapshot in analysis.snapshots:
        for node in snapshot.tree.walk() if snapshot.tree else ():
            if node.role in FIELD_ROLES and _can_be_secret(node.text) and _is_secret_node(node):
                yield _names_of_node(node), node.text, False


def _fields_of(moment: Moment) -> Iterator[tuple[Element | UiElement, str]]:
    """The fields of a state that are labelled as secret, with their content."""
    elements: list[Element | UiElement] = [e for e in moment.reading.elements if not _shows_dots(e)]
    elements += moment.elements
    for change in moment.changes:
        element = change.element
        if _is_secret_field(element, f"{change.before} {change.after}") and change.what in {"value", "text"}:
            yield from ((element, change.before), (element, change.after))
        elements.append(element)
    yield from ((element, element.value) for element in elements if _is_secret_field(element, element.value))


def _shows_dots(element: Element) -> bool:
    """Whether OCR read password dots as letters, so that a value such as "0000" must not be masked elsewhere."""
    return is_password_label(element.label) and looks_like_dots(element.value)


def _can_be_secret(text: str) -> bool:
    return bool(text.strip()) and not is_hidden(text) and text != HIDDEN and not text.startswith(MASKED)
