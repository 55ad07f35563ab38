"""Writes covered copies of pictures that show secrets; refines the plan with the pixels."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.geometry import Rect, clip_places, merge_places, scaled
from claude_scope.image_header import read_header
from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.masking.letter_boxes import field_value_rect, secret_rect
from claude_scope.masking.pixel_search import SeenSecrets
from claude_scope.masking.screen import Screen
from claude_scope.masking.spans import places_of, spans_of
from claude_scope.masking.whole_pictures import copy_of, cover_whole
from claude_scope.png import PngWriter
from claude_scope.redaction.redact import Masker
from claude_scope.values import CoveredPicture, SecretPlace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.masking.letter_boxes import PixelReader
    from claude_scope.values import BarePlace, FrameSecrets, Image, MaskPlan, PageSecrets

log = logging.getLogger(__name__)

HEADER_BYTES = 100
"""The length of a PNG's signature and size."""


def cover_pictures(plan: MaskPlan, folder: Path, reader: PixelReader | None) -> tuple[CoveredPicture, ...]:
    """Write a covered copy of each picture that shows a secret to `folder`.

    A copy has the name of its picture, with the name of the picture's folder before it if necessary. Without a reader,
    all letters count as equally wide, and the boxes of a page's nodes are covered whole. If covering only the secrets
    of a picture fails for any reason, the whole picture is covered.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    album, writer = SeenSecrets(), PngWriter()
    for frame in plan.frames:
        if frame.places:
            _remember(album, frame, reader)
    written: dict[Path, CoveredPicture] = {}

    def cover(path: Path, find: Callable[[Image], list[Rect]], bare: BarePlace | None = None) -> None:
        copy = copy_of(path, folder, written)
        try:
            image = pictures.load(path, pictures.OURS)
            found = find(pictures.uncovered(image, bare))
            places = merge_places(clip_places(found, image.shape[1], image.shape[0]))
            if places:
                writer.write(copy, pictures.draw_masks(image, places))
                written[copy] = CoveredPicture(path, copy, len(places))
        except OSError:
            raise
        except Exception as error:
            log.warning("a picture is covered whole: %s", type(error).__name__)  # the message may quote it
            written[copy] = cover_whole(path, copy, _size_of(path) or plan.size)

    for frame in plan.frames:
        cover(frame.path, partial(_places, frame=frame, album=album, reader=reader), frame.bare)
    for page in plan.pages:
        cover(page.path, partial(_places_of_page, page=page, plan=plan, album=album, reader=reader))
    return tuple(written.values())


def _size_of(path: Path) -> tuple[int, int] | None:
    """The width and height that the header of a picture states."""
    with suppress(OSError):
        header = read_header(path.read_bytes()[:HEADER_BYTES])
        return None if header is None else (header.width, header.height)
    return None


def _remember(album: SeenSecrets, frame: FrameSecrets, reader: PixelReader | None) -> None:
    """Remember the pixels of the secrets of a frame; a frame that cannot be read is covered whole later."""
    with suppress(Exception):
        image = pictures.uncovered(pictures.load(frame.path, pictures.OURS), frame.bare)
        for place in frame.places:
            if place.text:
                album.add(image, secret_rect(image, place, reader), place.secret)


def _places(image: Image, frame: FrameSecrets, album: SeenSecrets, reader: PixelReader | None) -> list[Rect]:
    if frame.unread:
        return [Rect(0, 0, image.shape[1], image.shape[0])]
    known = [secret_rect(image, place, reader) for place in frame.places]
    known += [place for field in frame.fields if (place := field_value_rect(image, field)) is not None]
    return known + album.again(image, known, [place.secret for place in frame.places])


def _places_of_page(
    image: Image, page: PageSecrets, plan: MaskPlan, album: SeenSecrets, reader: PixelReader | None
) -> list[Rect]:
    """The secret places of a page screenshot: from OCR, otherwise the boxes of its nodes."""
    found: list[Rect] = []
    texts: list[str] = []
    if reader is not None:
        reading = reader.read_sync(image)
        masker = Masker()
        for secret in plan.known:
            masker.learn(secret, password=True)
        masker.learn_screen(reading)
        masker.ready()
        places = list(places_of(reading.lines, spans_of(reading, masker, KnownSecrets(plan.known))))
        texts = [place.secret for place in places]
        found += [secret_rect(image, place, reader) for place in places]
        fields = Screen(reading, reading).fields()
        found += [place for field in fields if (place := field_value_rect(image, field)) is not None]
    found += album.again(image, found, texts)
    ratio = image.shape[1] / page.viewport[0] if page.viewport[0] else 1.0
    boxes = [secret_rect(image, SecretPlace(scaled(box, ratio)), None) for box in page.boxes]
    return found + [box for box in boxes if not any(box.touches(place) for place in found)]
