"""Writes covered copies of pictures that show secrets; refines the plan with the pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.geometry import Rect, scaled
from claude_scope.masking.drawing import clip_places, draw_masks, merge_places
from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.masking.letter_boxes import field_value_rect, secret_rect
from claude_scope.masking.pixel_search import SeenSecrets
from claude_scope.masking.plan import places_of, spans_of
from claude_scope.masking.screen import Screen
from claude_scope.png import PngWriter
from claude_scope.redaction.redact import Masker
from claude_scope.values import CoveredPicture, SecretPlace

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.masking.letter_boxes import PixelReader
    from claude_scope.values import FrameSecrets, Image, MaskPlan, PageSecrets


def cover_pictures(plan: MaskPlan, folder: Path, reader: PixelReader | None) -> tuple[CoveredPicture, ...]:
    """Write a covered copy of each picture that shows a secret to `folder`, with the same file name.

    Without a reader letters count as equally wide, and boxes of a page's nodes are covered whole.

    Raises:
        NotAnImage: a picture is missing or broken.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    album, writer = SeenSecrets(), PngWriter()
    for frame in plan.frames:
        if frame.places:
            _remember(album, frame, reader)
    written: list[CoveredPicture] = []

    def write(path: Path, image: Image, places: list[Rect]) -> None:
        kept = merge_places(clip_places(places, image.shape[1], image.shape[0]))
        if kept:
            writer.write(folder / path.name, draw_masks(image, kept))
            written.append(CoveredPicture(path, folder / path.name, len(kept)))

    for frame in plan.frames:
        image = pictures.load(frame.path, pictures.OURS)
        write(frame.path, image, _places(image, frame, album, reader))
    for page in plan.pages:
        image = pictures.load(page.path, pictures.OURS)
        write(page.path, image, _places_of_page(image, page, plan, album, reader))
    return tuple(written)


def _remember(album: SeenSecrets, frame: FrameSecrets, reader: PixelReader | None) -> None:
    image = pictures.load(frame.path, pictures.OURS)
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
    """The secret places of a page screenshot: from OCR, or else the boxes of its nodes."""
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
