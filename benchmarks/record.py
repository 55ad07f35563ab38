"""Records scenes of pages that nothing was tuned on, with their truth, for `benchmarks/keyframes.py`.

    python benchmarks/record.py FOLDER [--scene NAME] [--codec vp9|vp8]

The pages stand in `benchmarks/scenes/`: a chat with an unread badge, a table with skeletons and a toast, preferences
with a ticking clock, a gallery with a lightbox, a booking in steps. Each is used by a scripted person.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from examples.capture import Take, recorded_page

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).parent / "scenes"


def chat(take: Take) -> None:
    """A message is written and answered; a badge appears in another room."""
    page = take.page
    take.arrive("general", "document.querySelector('.m')", look_s=1.2)
    take.click(page.get_by_label("Message"))
    take.type("The total is wrong")
    take.arrive("typed", "text.value.endsWith('wrong')", look_s=0.9)
    take.click(page.get_by_role("button", name="Send"))
    take.arrive("sent", "!text.value", look_s=0.3)
    take.arrive("mia types", "document.querySelector('#typing i')", look_s=2.2)
    take.arrive("answered", "document.querySelectorAll('.m').length === 4", look_s=1.2)
    take.arrive("badge", "!badge.hidden", look_s=1.2)
    take.click(page.get_by_role("button", name="+1"))
    take.arrive("reaction 2", "document.querySelector('.r').textContent.endsWith('2')", look_s=1.1)
    take.click(page.get_by_role("button", name="# bugs"))
    take.arrive("bugs", "room === 'bugs'", look_s=1.3)
    take.click(page.get_by_role("button", name="# random"))
    take.arrive("random", "room === 'random'", look_s=1.3)


def table(take: Take) -> None:
    """Skeletons, then sorting, a filter, the second page, a selection, and a deletion with a toast."""
    page = take.page
    take.arrive("skeletons", "document.querySelector('.sk')", look_s=0.6, optional=True)
    take.arrive("loaded", "!document.querySelector('.sk')", look_s=1.2)
    take.click(page.locator("#ha"))
    take.arrive("sorted", "ha.textContent.includes('▲')", look_s=1.2)
    take.click(page.get_by_role("button", name="2", exact=True))
    take.arrive("page 2", "page === 1", look_s=1.2)
    take.click(page.get_by_label("Filter"))
    take.type("on")
    take.arrive("filtered", "q.value === 'on'", look_s=1.2)
    take.click(page.get_by_label("Select Contoso"))
    take.arrive("selected", "!del.hidden", look_s=1.2)
    take.click(page.locator("#del"))
    take.arrive("deleted, toast", "!toast.hidden", look_s=0.5)
    take.arrive("toast gone", "toast.hidden", look_s=1.2)


def prefs(take: Take) -> None:
    """Switches, dark theme, a counter, a refused and an accepted save, beside a clock that ticks."""
    page = take.page
    take.arrive("preferences", "document.querySelector('.sw')", look_s=3.2)
    take.click(page.get_by_role("switch"))
    take.arrive("switched", "mail.ariaChecked === 'true'", look_s=1.2)
    take.click(page.locator("#more"))
    take.arrive("15 items", "document.getElementById('count').textContent === '15'", look_s=1.1)
    take.click(page.locator("#save"))
    take.arrive("refused", "!err.hidden", look_s=1.3)
    take.click(page.locator("#name"))
    page.keyboard.press("End")
    take.type("ice")
    take.arrive("name typed", "document.getElementById('name').value.length > 3", look_s=1.0)
    take.click(page.locator("#save"))
    take.arrive("saving", "document.querySelector('.spin')", look_s=1.2)
    take.arrive("saved", "!ok.hidden", look_s=1.3)
    take.click(page.get_by_role("button", name="Dark"))
    take.arrive("dark", "document.documentElement.className === 'dark'", look_s=1.3)


def gallery(take: Take) -> None:
    """Likes, a lightbox that fades in, its next picture, and details that open; an equaliser moves all the time."""
    page = take.page
    take.arrive("gallery", "document.querySelector('.card')", look_s=3.0)
    take.click(page.get_by_role("button", name="Like").nth(1))
    take.arrive("liked 1", "document.getElementById('liked').textContent === '1'", look_s=1.1)
    take.click(page.locator(".pic").nth(2))
    take.arrive("lightbox", "getComputedStyle(box).opacity === '1'", look_s=1.3)
    take.click(page.get_by_role("button", name="Next picture"))
    take.arrive("next picture", "at === 3", look_s=1.2)
    take.click(page.get_by_role("button", name="Close"))
    take.arrive("closed", "!box.classList.contains('on')", look_s=1.2)
    take.click(page.get_by_text("Opening hours"))
    take.arrive("details", "document.querySelector('details').open", look_s=1.2)
    take.click(page.get_by_role("button", name="Like").nth(3))
    take.arrive("liked 2", "document.getElementById('liked').textContent === '2'", look_s=1.1)


def wizard(take: Take) -> None:
    """A missing name, the next step, a time chosen, back and forth, a bar that fills, the end."""
    page = take.page
    take.arrive("guests", "document.getElementById('guests')", look_s=1.2)
    take.click(page.get_by_role("button", name="Continue"))
    take.arrive("name missing", "!err.hidden", look_s=1.2)
    take.click(page.locator("#name"))
    take.type("Grace")
    take.arrive("name typed", "document.getElementById('name').value === 'Grace'", look_s=0.9)
    take.click(page.get_by_role("button", name="Continue"))
    take.arrive("times", "document.querySelector('.times')", look_s=1.1)
    take.click(page.get_by_role("button", name="19:00"))
    take.arrive("19:00", "time === '19:00'", look_s=1.1)
    take.click(page.get_by_role("button", name="Book"))
    take.arrive("booked", "document.getElementById('sum')", look_s=1.5)
    take.click(page.get_by_role("button", name="Book another"))
    take.arrive("guests again", "document.getElementById('guests')", look_s=1.2)


SCENES: dict[str, tuple[Callable[[Take], None], tuple[int, int]]] = {
    "chat": (chat, (1440, 900)),
    "table": (table, (1920, 1080)),
    "prefs": (prefs, (1366, 768)),
    "gallery": (gallery, (1920, 1080)),
    "wizard": (wizard, (1280, 720)),
}


def main() -> None:
    """Record what was asked for and say what was written."""
    parser = argparse.ArgumentParser(description="Record the scenes of benchmarks/scenes/ in a headless Chromium.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scene", choices=SCENES, help="only this one")
    parser.add_argument("--codec", choices=("vp9", "vp8"), default="vp9")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, (use, size) in SCENES.items():
        if asked.scene not in (None, name):
            continue
        file = asked.folder / f"{name}_{asked.codec}.webm"
        with recorded_page((PAGES / f"{name}.html").as_uri(), size) as page:
            take = Take(page, codec=asked.codec)
            take.start()
            use(take)
            take.stop(file, name)
        print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {len(take.states)} states")


if __name__ == "__main__":
    main()
