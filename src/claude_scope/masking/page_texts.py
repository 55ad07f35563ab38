"""Plans where the pictures of a capture show secrets: by the texts of the page, and by OCR only where it has none."""

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
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from claude_scope.masking.fuzzy_match import KnownSecrets
    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Box, Moment, Node

_MASK_DOTS = re.compile(f"[{''.join(sorted(DOTS))}]{{4}}")


def plan_captured(moments: Sequence[Moment], masker: Masker, known: KnownSecrets) -> tuple[FrameSecrets, ...]:
    """Plan the pictures of a capture that show secrets, each once; states may share one."""
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
    nodes = secret_boxes(moment.tree, masker)
    boxes = (SecretPlace(box) for box, is_noted in nodes if not (is_noted and _holds_any(box, covered)))
    uncertain = (SecretPlace(box) for box in unread)
    for place in (*boxes, *uncertain, *places_of(read.lines, spans_of(read, masker, known))):
        if not any(contains(done, place.box) for done in covered):
            yield place


def _holds_any(box: Box, covered: Sequence[Box]) -> bool:
    """Whether the recorder noted the place of the text in this box, which is smaller than a paragraph's."""
    return any(holds(box, centre(place)) for place in covered)


def secret_boxes(tree: Node, masker: Masker) -> Iterator[tuple[Box, bool]]:
    """The boxes of the nodes whose texts are secret, and whether only the recorder says so, by its mask.

    Of nodes whose name repeats such a text only the inner one's.
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
            yield box, not (masker.spans(node.text) or masker.spans(node.name) or _is_half_typed(node, masker))


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
