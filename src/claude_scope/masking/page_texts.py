"""Works out where the pictures of a capture show secrets: from the page's texts, and from OCR where it has no texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, holds
from claude_scope.masking.across_states import MIN_PREFIX_LETTERS
from claude_scope.masking.spans import DOTS, places_of, spans_of
from claude_scope.redaction.field_labels import is_personal_label
from claude_scope.redaction.redact import is_hidden
from claude_scope.values import FIELD_ROLES, FrameSecrets, Reading, SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from claude_scope.masking.fuzzy_match import KnownSecrets
    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Box, Moment, Node

_MASK_DOTS = re.compile(f"[{''.join(sorted(DOTS))}]{{4,}}")
FIELD_SLACK_PX = 8
"""A recorded place that extends beyond a field by at most this much is the place of the field."""
MAX_MASKS = 50
"""A text with more masks is covered whole; a longer search for their places would take too long."""


def plan_captured(moments: Sequence[Moment], masker: Masker, known: KnownSecrets) -> tuple[FrameSecrets, ...]:
    """Return the secrets of each picture of a capture that shows any; several states may share a picture."""
    places: dict[Path, dict[SecretPlace, None]] = {}
    for moment in moments:
        found = places.setdefault(moment.keyframe.path, {})
        found.update(dict.fromkeys(_places(moment, masker, known)))
    return tuple(FrameSecrets(path, tuple(found)) for path, found in places.items() if found)


def _places(moment: Moment, masker: Masker, known: KnownSecrets) -> Iterator[SecretPlace]:
    """The boxes of the nodes that show secrets, and the secrets in regions without texts of the page."""
    size = moment.reading.width, moment.reading.height
    read = Reading(*size, tuple(line for line in moment.blind if line.text), (), "")
    unread = (line.box for line in moment.blind if not line.text)
    covered = moment.keyframe.masked
    boxes = (SecretPlace(box) for box in _not_noted(secret_boxes(moment.tree, masker), moment.tree, covered))
    uncertain = (SecretPlace(box) for box in unread)
    for place in (*boxes, *uncertain, *places_of(read.lines, spans_of(read, masker, known))):
        if not any(contains(done, place.box) for done in covered):
            yield place


def _not_noted(secrets: Iterable[tuple[Box, int]], tree: Node, covered: Sequence[Box]) -> Iterator[Box]:
    """The boxes of the secret texts, except masked texts whose places were recorded.

    A recorded place is smaller than the box of its text, which may be a whole paragraph. The box may also contain a
    secret field, whose own recorded place says nothing about the text. Each place counts for one mask, in the smallest
    box around it.
    """
    found = sorted(secrets, key=lambda secret: secret[0].width * secret[0].height)
    if not any(masks for _, masks in found):
        yield from (box for box, _ in found)
        return
    fields = [node.box for node in tree.walk() if node.role in FIELD_ROLES and node.box is not None]
    free = [place for place in covered if not any(_is_of_field(place, field) for field in fields)]
    for box, masks in found:
        places = _distinct([place for place in free if holds(box, centre(place))], masks)
        if masks == 0 or len(places) < masks:
            yield box
        else:
            free = [place for place in free if not any(_is_same(place, item) for item in places)]


def _is_of_field(place: Box, field: Box) -> bool:
    return contains(field, place, FIELD_SLACK_PX) or holds(field, centre(place))


def _distinct(places: Sequence[Box], most: int) -> list[Box]:
    """At most `most` distinct places; the recorder writes a place again when it moves a little."""
    if not len(places) >= most <= MAX_MASKS:
        return []
    found: list[Box] = []
    for place in places:
        if len(found) < most and not any(_is_same(place, box) for box in found):
            found.append(place)
    return found


def _is_same(one: Box, other: Box) -> bool:
    return holds(one, centre(other)) or holds(other, centre(one))


def secret_boxes(tree: Node, masker: Masker) -> Iterator[tuple[Box, int]]:
    """The boxes of the nodes with secret texts, each with its number of masks if only the masks show that it is secret.

    The number is 0 if the text is secret without them. If several nested nodes repeat a text in their names, only the
    innermost node counts.
    """
    around: dict[int, Box | None] = {id(tree): tree.box}
    order = list(tree.walk())
    for node in order:
        for child in node.children:
            around[id(child)] = child.box or around[id(node)]
    shows: dict[int, bool] = {}
    for node in reversed(order):
        inner = any(shows[id(child)] for child in node.children)
        own = not node.hidden and (_is_secret(node, masker) or (not inner and _shows(node.name, masker)))
        shows[id(node)] = inner or own
        box = around[id(node)]
        if own and box is not None:
            yield box, _masks(node, masker)


def _masks(node: Node, masker: Masker) -> int:
    """How many masks of the recorder the text of a node has; 0 if the text is secret without them."""
    if masker.spans(node.text) or masker.spans(node.name) or _is_half_typed(node, masker):
        return 0
    return max(len(_MASK_DOTS.findall(text)) for text in (node.text, node.name))


def _is_secret(node: Node, masker: Masker) -> bool:
    """Whether the text of a node is secret, by itself or as the value of its field, which may be half typed."""
    if not node.text.strip():
        return False
    return _shows(node.text, masker) or _is_half_typed(node, masker)


def _is_half_typed(node: Node, masker: Masker) -> bool:
    if node.role not in FIELD_ROLES or not node.text.strip():
        return False
    if is_personal_label(f"{node.name} {dict(node.props).get('/placeholder', '')}", node.text):
        return not is_hidden(node.text)
    letters = "".join(node.text.split())
    return len(letters) >= MIN_PREFIX_LETTERS and any(secret.startswith(letters) for secret in masker.spread)


def _shows(text: str, masker: Masker) -> bool:
    return bool(text) and (_MASK_DOTS.search(text) is not None or bool(masker.spans(text)))
