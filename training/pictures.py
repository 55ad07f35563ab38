"""Icons from two sets, and random pictures that resemble photographs, as HTML."""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from training.dress import MODULES

if TYPE_CHECKING:
    from random import Random

SETS = {
    "feather": MODULES / "feather-icons" / "dist" / "icons",
    "bootstrap": MODULES / "bootstrap-icons" / "icons",
}
ICONS = {
    "Close": ("x", "x-lg"),
    "Search": ("search", "search"),
    "Menu": ("menu", "list"),
    "Back": ("arrow-left", "arrow-left"),
    "Settings": ("settings", "gear"),
    "Delete": ("trash-2", "trash"),
    "Edit": ("edit-2", "pencil"),
    "Add": ("plus", "plus-lg"),
    "Notifications": ("bell", "bell"),
    "Account": ("user", "person"),
    "More": ("more-vertical", "three-dots-vertical"),
    "Options": ("more-horizontal", "three-dots"),
    "Download": ("download", "download"),
    "Filter": ("filter", "funnel"),
    "Favourite": ("heart", "heart"),
    "Share": ("share-2", "share"),
    "Star": ("star", "star"),
    "Mail": ("mail", "envelope"),
    "Next": ("chevron-right", "chevron-right"),
    "Home": ("home", "house"),
}
"""Meaning of each icon, and its file in each set."""


@cache
def icon(meaning: str, family: str) -> str:
    """The inline SVG of one of `ICONS`, as large as the text around it."""
    name = ICONS[meaning][list(SETS).index(family)]
    svg = (SETS[family] / f"{name}.svg").read_text(encoding="utf-8").strip()
    return svg.replace("<svg", '<svg aria-hidden="true"', 1).replace('class="', 'class="x-icon ', 1)


def photograph(lot: Random, width: int, height: int) -> str:
    """A picture of soft shapes and noise, as a `data:` URL."""
    noise = np.random.default_rng(lot.randrange(2**32))
    coarse = noise.integers(20, 235, (lot.randint(2, 4), lot.randint(2, 5), 3), np.uint8)
    soft = Pillow.fromarray(coarse).resize((width, height), Pillow.Resampling.BICUBIC)
    grain = noise.normal(0, lot.choice((2, 6, 12)), (height, width, 1))
    pixels = np.clip(np.asarray(soft, np.float64) + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Pillow.fromarray(pixels).save(file, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
