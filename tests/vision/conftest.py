"""Screens for the tests: our own pages in three styles, rendered in Chromium, with the truth from their DOM."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.pictures import load
from claude_scope.vision.local import LocalReader
from tests.vision.render import WIDTH, Window

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from claude_scope.values import Image, Reading

SCREENS = Path(__file__).parent / "screens"


class Screens:
    """Pictures, truths and full readings by name; each picture is read once for all tests.

    The readers use one thread for OCR, since other tests run at the same time. `other` shares no cache with the first
    one.
    """

    def __init__(self) -> None:
        self.reader = LocalReader(threads=1)
        self.other = LocalReader(threads=1)
        self.window = Window()
        self._readings: dict[str, Reading] = {}

    def picture(self, name: str) -> Image:
        return load(SCREENS / f"{name}.png")

    def truth(self, name: str) -> dict[str, Any]:
        truth: dict[str, Any] = json.loads((SCREENS / f"{name}.json").read_text())
        return truth

    def reading(self, name: str) -> Reading:
        if name not in self._readings:
            self._readings[name] = self.reader.read_sync(self.picture(name))
        return self._readings[name]

    def rendered(
        self, pages: Mapping[str, str], *, cut: Collection[str] = (), width: int = WIDTH
    ) -> dict[str, Reading]:
        """Readings of pages as the browser shows them; pictures of the `cut` ones end at the bottom of the page."""
        pictures = self.window.rendered(pages, cut=cut, width=width)
        return {name: self.reader.read_sync(picture) for name, picture in pictures.items()}


@pytest.fixture(scope="session")
def screens() -> Iterator[Screens]:
    screens = Screens()
    yield screens
    screens.window.close()
