"""Scores observations on recorded pages, each with one seeded defect or none.

    python benchmarks/observations.py [FOLDER] [--record] [--only NAME...] [--seconds N] [--list]

The pages stand in `benchmarks/observations/pages/`, in ten styles of their own. Each holds the script of what a person
does on it; one with a defect names its kind (`data-seeded`) and its element (`data-seen`). `--record` records those
that FOLDER (default: out/observations) lacks, in real time in a real browser. The truth lies beside each recording:
kind, time in milliseconds, box in pixels. Without it they are analysed and scored; what the same code told before is
kept beside them. Either works for at most N seconds: the same command goes on where it stopped.

A remark is right if it is of the seeded kind, about the seeded place, and on a state that stood after the defect came;
each other remark is wrong, also on a page with a defect. Every second page of a kind was looked at while the
observations were built, the others are only scored (still pictures of 23 of them were seen, too). `--list` prints the
remarks on the former.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import claude_scope
from benchmarks.scenes.hand import Hand
from claude_scope.geometry import grown, intersection
from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pictures import load
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Observation
from claude_scope.vision.local import LocalReader
from claude_scope.vision.reader import PreviousFrame
from examples.capture import recorded_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Page

    from claude_scope.values import Keyframes, Reading, Timeline

PAGES = Path(__file__).with_suffix("") / "pages"
FOLDER = Path(__file__).parent.parent / "out" / "observations"
SIZE = (1280, 720)
SOUND = "sound"
SAME = {
    "error": {"error", "invalid"},
    "cut-off": {"cut-off", "overlap"},
    "overlap": {"overlap", "cut-off"},
}
"""Kinds of remarks that tell one defect: a text too long for its place runs over an edge or ends there."""
NEAR_PX = 40
"""A remark may be about the words beside the seeded element."""
SEEN = """() => {
  const { x, y, width, height } = document.querySelector("[data-seen]").getBoundingClientRect();
  return [x, y, width, height];
}"""


# --- recording --------------------------------------------------------------------------------------------------------


class Person(Hand):
    """Follows the script of a page, and notes when the defect was on the screen and where."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.seen_ms: int | None = None
        self.box: list[float] | None = None

    def follow(self, script: str) -> None:
        """Do what each line says: look, click, type, press, hover, run, seen."""
        for line in filter(None, script.splitlines()):
            verb, _, what = line.partition(" ")
            if verb == "look":
                self.hesitate(float(what))
            elif verb == "click":
                self.click(self.page.locator(what).first)
            elif verb == "hover":
                self.hover(self.page.locator(what).first)
            elif verb == "type":
                self.type(what)
            elif verb == "press":
                self.press(what)
            elif verb == "run":
                self.page.evaluate(what)
            elif verb == "seen":
                self.seen_ms, self.box = self._now(), self.page.evaluate(SEEN)
            else:
                raise ValueError(f"No person knows how to {verb!r}.")


def record(names: Iterable[str], folder: Path, seconds: float) -> bool:
    """Record the pages that the folder lacks, for so many seconds at most; whether all are there now."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if not (folder / f"{name}.json").exists()]
    if not missing:
        return True
    began = time.monotonic()
    with recorded_page("about:blank", SIZE) as page:
        for number, name in enumerate(missing):
            if time.monotonic() - began > seconds:
                print(f"{len(missing) - number} pages are left to be recorded; run the same command again.")
                return False
            page.goto((PAGES / f"{name}.html").as_uri())
            person = Person(page)
            person.start()
            person.follow(page.locator("#person").inner_text())
            person.stop(folder / f"{name}.webm", name)
            truth = {"name": name, "kind": kind_of(name), "seen_ms": person.seen_ms, "box": person.box}
            (folder / f"{name}.json").write_text(json.dumps(truth) + "\n")
    return True


def all_pages() -> list[str]:
    """The names of the pages, those of one kind beside each other."""
    return sorted((page.stem for page in PAGES.glob("*.html")), key=lambda name: (kind_of(name) == SOUND, name))


def kind_of(name: str) -> str:
    """The kind of a page's defect, or "sound"."""
    found = re.search(r'data-seeded="([^"]+)"', (PAGES / f"{name}.html").read_text())
    return found[1] if found else SOUND


def looked_at(names: Sequence[str]) -> set[str]:
    """Every second page of each kind."""
    return {name for _, group in groupby(names, kind_of) for name in list(group)[::2]}


# --- analysing --------------------------------------------------------------------------------------------------------


def analysed(file: Path, reader: LocalReader) -> Timeline:
    """The timeline of a recording, without the page's tree: only what a person sees."""
    with tempfile.TemporaryDirectory() as pictures:
        keyframes = find_keyframes(probe(file), Path(pictures))
        readings = read(keyframes, reader)
        return build_timeline(keyframes.frames, readings, ended_ms=keyframes.duration_ms)


def analyse(names: Sequence[str], folder: Path, seconds: float) -> bool:
    """Analyse the recordings that this code has not seen, for so many seconds at most; whether all are done now."""
    reader, code, began = LocalReader(), code_of_stations(), time.monotonic()
    for number, name in enumerate(names):
        if time.monotonic() - began > seconds:
            print(f"{len(names) - number} recordings are left to be analysed; run the same command again.")
            return False
        told(name, folder, reader, code)
    return True


def read(keyframes: Keyframes, reader: LocalReader) -> list[Reading]:
    """A reading a keyframe, each with the one before at hand."""
    readings: list[Reading] = []
    before: PreviousFrame | None = None
    for keyframe in keyframes.frames:
        image = load(keyframe.path)
        readings.append(reader.read_sync(image, before))
        before = PreviousFrame(image, readings[-1])
    return readings


def told(name: str, folder: Path, reader: LocalReader, code: str) -> list[Remark]:
    """The remarks on a recording, as this code made them before or makes them now."""
    kept = folder / f"{name}.remarks.json"
    known: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {"code": ""}
    if known["code"] != code:
        made = remarks(analysed(folder / f"{name}.webm", reader))
        rows = [[one.what.kind, one.what.text, one.what.box, one.until_ms] for one in made]
        known = {"code": code, "remarks": rows}
        kept.write_text(json.dumps(known) + "\n")
    return [
        Remark(Observation(kind, text, Box(*box) if box else None), until_ms)
        for kind, text, box, until_ms in known["remarks"]
    ]


def code_of_stations() -> str:
    """A digest of what decides on remarks: the source of the stations that look."""
    package = Path(claude_scope.__file__).parent
    files = sorted(f for station in ("keyframes", "vision", "timeline") for f in (package / station).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@dataclass(frozen=True, slots=True)
class Remark:
    """An observation, and when the last state was left in which it was made (never: infinity)."""

    what: Observation
    until_ms: float


def remarks(timeline: Timeline) -> list[Remark]:
    """Each observation once."""
    found: dict[tuple[str, str], Remark] = {}
    for moment in timeline.moments:
        until = moment.keyframe.until_ms
        for seen in moment.observed:
            found[seen.comparison_key] = Remark(seen, float("inf") if until is None else until)
    return list(found.values())


# --- scoring ----------------------------------------------------------------------------------------------------------


def is_right(remark: Remark, truth: dict[str, Any]) -> bool:
    """Whether a remark is about the seeded defect."""
    kinds = SAME.get(truth["kind"], {truth["kind"]})
    if remark.what.kind not in kinds or remark.what.box is None or truth["box"] is None:
        return False
    place = grown(Box(*truth["box"]), NEAR_PX)
    return remark.until_ms >= truth["seen_ms"] and intersection(place, remark.what.box) > 0


@dataclass(slots=True)
class Tally:
    """Pages of one kind, how many of their defects were found, and wrong remarks of that kind on any page."""

    pages: int = 0
    found: int = 0
    wrong: int = 0

    def __str__(self) -> str:
        said = self.found + self.wrong
        precision = f"{self.found / said:.2f}" if said else "-"
        recall = f"{self.found / self.pages:.2f}" if self.pages else "-"
        return f"{self.pages:>5} {self.found:>5} {self.wrong:>5}   {precision:>9} {recall:>6}"


@dataclass(slots=True)
class Half:
    """The scores of one half of the pages."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    sound: int = 0
    remarked: int = 0

    def add(self, truth: dict[str, Any], made: Sequence[Remark]) -> None:
        """Take in the remarks on one page."""
        right = [remark for remark in made if is_right(remark, truth)]
        if truth["kind"] == SOUND:
            self.sound += 1
            self.remarked += bool(made)
        else:
            tally = self.kinds.setdefault(truth["kind"], Tally())
            tally.pages += 1
            tally.found += bool(right)
        for remark in made:
            if remark not in right:
                self.kinds.setdefault(remark.what.kind, Tally()).wrong += 1

    def __str__(self) -> str:
        lines = [f"{'kind':<10} {'pages':>5} {'found':>5} {'wrong':>5}   precision recall"]
        lines += [f"{kind:<10} {tally}" for kind, tally in sorted(self.kinds.items())]
        tallies = self.kinds.values()
        total = Tally(sum(t.pages for t in tallies), sum(t.found for t in tallies), sum(t.wrong for t in tallies))
        return "\n".join(
            [*lines, f"{'all':<10} {total}", f"sound pages with a remark: {self.remarked} of {self.sound}"]
        )


def main() -> None:
    """Record what is missing if asked to, then score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--record", action="store_true", help="record the pages that are not there yet, and stop")
    parser.add_argument("--only", nargs="+", help="only these pages")
    parser.add_argument("--seconds", type=float, default=200.0, help="of work at most (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="print the remarks on the half that is looked at")
    asked = parser.parse_args()
    names = all_pages()
    chosen = asked.only or names
    step = record if asked.record else analyse
    if not step(chosen, asked.folder, asked.seconds):
        sys.exit(3)
    if not asked.record:
        score(chosen, looked_at(names), asked.folder, listed=asked.list)


def score(names: Sequence[str], first: set[str], folder: Path, *, listed: bool) -> None:
    """Print both halves' scores."""
    halves = {True: Half(), False: Half()}
    reader, code = LocalReader(), code_of_stations()
    for name in names:
        truth = json.loads((folder / f"{name}.json").read_text())
        made = told(name, folder, reader, code)
        halves[name in first].add(truth, made)
        for remark in made if listed and name in first else ():
            print(
                f"{name} {'+' if is_right(remark, truth) else '-'} {remark.what.kind}: {remark.what.text}", flush=True
            )
    print(f"\nThe half that was looked at while building:\n{halves[True]}")
    print(f"\nThe half that was only scored:\n{halves[False]}")


if __name__ == "__main__":
    main()
