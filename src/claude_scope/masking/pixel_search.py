"""Finds the same pixels in other pictures, to cover a secret where OCR missed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.masking.fuzzy_match import fold_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import Image

    Grey = npt.NDArray[np.float32]

MAX_OFFSET_PX = 4
"""A state may show the same content shifted by up to this many pixels."""
STRIP_PX = 40
"""Content is searched for at most this far to the side: a page that scrolls or makes room moves it down or up."""
MIN_CORRELATION_SAME_PLACE = 0.6
"""Minimum correlation at which pixels at the same place show the same letters: other letters have 0.3, and if a pointer
or a dialog covers half of the letters, 0.6 is left. The sign does not count, because a dark theme inverts it.
"""
MIN_CORRELATION_ELSEWHERE = 0.8
MIN_CORRELATION_ALONG_ROWS = 0.6
"""Minimum correlation of the letters alone, without the horizontal lines above and below them."""
MIN_DEVIATION = 6.0
"""A piece with at most this standard deviation (0..255) is too flat to be found again."""
MAX_SEEN_SECRETS = 80
"""At most this many secrets are searched for; a page with more is a password vault, which OCR read in each state."""
MIN_LETTERS_ELSEWHERE = 4
"""Secrets with fewer letters would be found anywhere, so they are searched for only at the same place."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenSecret:
    """A secret in a picture: its folded letters, its place and its pixels."""

    letters: str
    place: Rect
    pixels: Grey


class SeenSecrets:
    """The secrets seen in the pictures of a session."""

    def __init__(self) -> None:
        self._seen: list[SeenSecret] = []

    def add(self, image: Image, place: Rect, text: str) -> None:
        """Store what a place of a picture shows."""
        letters, place = fold_text(text).letters, place.grown(0, image.shape[1], image.shape[0])
        known = any(s.letters == letters and _same_place(s.place, place) for s in self._seen)
        if known or not letters or not place.area or len(self._seen) >= MAX_SEEN_SECRETS:
            return
        pixels = grey(place.of(image))
        if float(pixels.std()) > MIN_DEVIATION:
            self._seen.append(SeenSecret(letters, place, pixels))

    def again(self, image: Image, covered: Sequence[Rect], texts: Sequence[str]) -> list[Rect]:
        """The places of known secrets in a picture, except places that are already covered."""
        found: list[Rect] = []
        if not self._seen:
            return found
        whole = grey(image)
        read = {fold_text(text).letters for text in texts}
        for seen in self._seen:
            if any(_same_place(place, seen.place) for place in (*covered, *found)):
                continue
            is_short = len(seen.letters) < MIN_LETTERS_ELSEWHERE
            score = _score(whole, seen, seen.place.grown(MAX_OFFSET_PX, image.shape[1], image.shape[0]))
            if score >= (MIN_CORRELATION_ELSEWHERE if is_short else MIN_CORRELATION_SAME_PLACE):
                found.append(seen.place)
            elif not is_short and seen.letters not in read:
                found += _elsewhere(whole, seen)
        return found


def grey(image: Image) -> Grey:
    """The brightness of each pixel, 0..255, shape (height, width)."""
    brightness: Grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY).astype(np.float32)
    return brightness


def _same_place(a: Rect, b: Rect) -> bool:
    """Whether a covered place hides another one."""
    across, down = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.8 * b.width and down > 0.7 * b.height


def _score(whole: Grey, seen: SeenSecret, region: Rect) -> float:
    piece = region.of(whole)  # type: ignore[arg-type]
    if piece.shape[0] < seen.pixels.shape[0] or piece.shape[1] < seen.pixels.shape[1]:
        return 0.0
    return float(np.abs(np.nan_to_num(cv2.matchTemplate(piece, seen.pixels, cv2.TM_CCOEFF_NORMED))).max())


def _along_rows(pixels: Grey, others: Grey) -> float:
    """How well two pieces agree within their rows, 0..1; horizontal lines, such as a field's border, do not count."""
    one, other = (piece - piece.mean(axis=1, keepdims=True) for piece in (pixels, others))
    length = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return abs(float((one * other).sum())) / length if length else 0.0


def _elsewhere(whole: Grey, seen: SeenSecret) -> list[Rect]:
    """Search further up and down for the secret's pixels, and for each half of them, as an edge may cut the secret."""
    left, right = max(0, seen.place.left - STRIP_PX), min(whole.shape[1], seen.place.right + STRIP_PX)
    strip, height = np.ascontiguousarray(whole[:, left:right]), seen.pixels.shape[0]
    half = height // 2
    found: list[Rect] = []
    for pixels, above in ((seen.pixels, 0), (seen.pixels[:half], 0), (seen.pixels[half:], half)):
        if pixels.shape[0] > strip.shape[0] or pixels.shape[1] > strip.shape[1] or float(pixels.std()) <= MIN_DEVIATION:
            continue
        scores = np.nan_to_num(cv2.matchTemplate(strip, np.ascontiguousarray(pixels), cv2.TM_CCOEFF_NORMED))
        while True:
            _, best, _, (x, y) = cv2.minMaxLoc(scores)
            if best < MIN_CORRELATION_ELSEWHERE or best > 1.01:
                break
            scores[max(0, y - half) : y + half, :] = 0
            there = strip[y : y + pixels.shape[0], x : x + pixels.shape[1]]
            if _along_rows(pixels, there) < MIN_CORRELATION_ALONG_ROWS:
                continue
            place = seen.place.moved(left + x - seen.place.left, y - above - seen.place.top)
            if not any(_same_place(known, place) for known in found):
                found.append(place)
    return found
