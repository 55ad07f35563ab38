"""Measures whether secrets remain legible in masked pictures, on recorded pages with seeded secrets.

    python benchmarks/masking.py [FOLDER] [--record] [--only NAME...] [--seconds N] [--list]

The pages are in `benchmarks/masking/pages/`: forms, tables, code, a terminal, a console, dialogs, dark and small ones,
in six languages. `--record` records those that FOLDER (default: out/masking) lacks, in real time in a real browser,
with VP9, VP8 or H.264; next to each recording a file says where each secret was and when. Without it, each is analysed
as by `claude-scope analyze`, with `--no-mask` and without, and every picture that was written is read again, at its own
size and at twice that. Both modes work for at most N seconds: repeating the command continues where it stopped.

- legible: places in pictures where a secret, or a third of it, can be read; also counted without masks, since a check
  that finds nothing there proves nothing.
- peeks out: boxes of secrets, according to the page, of which a part is not covered.
- other lines covered: lines of text that belong to no secret and of which more than a quarter is covered.

Sixteen pages were looked at while masking was developed. For the other ten (`ONLY_SCORED`) only these counts were seen.
`--list` prints what is legible, peeks out or is covered needlessly on the former.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import hashlib
import io
import json
import re
import shutil
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

import claude_scope
from benchmarks.scenes.hand import Hand
from claude_scope.cli.analyze import Order, analyze_recording
from claude_scope.pictures import load
from claude_scope.redaction.field_labels import looks_like_dots
from claude_scope.redaction.redact import is_hidden
from claude_scope.values import Agent, PromptOptions
from claude_scope.vision.local import LocalReader
from examples.capture import recorded_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from claude_scope.values import Image, Line

    Mask = npt.NDArray[np.bool_]

HERE = Path(__file__).with_suffix("")
PAGES = HERE / "pages"
FOLDER = Path(__file__).parent.parent / "out" / "masking"
SIZE = (1280, 720)
ONLY_SCORED = frozenset(
    {"apidocs", "checkout", "dotenv", "iscrizione", "logs", "nightlogin", "signin", "sshkeys", "vars", "wallet"}
)
PUBLIC = ("sk_live_", "pk_test_", "github_pat_", "password", "passphrase")
"""Beginnings of keys, and words, on pages that show no secret."""
READ_FROM = 0.34
"""Share of a secret in one run of letters that counts as read; for a short secret it is all but one letter."""
SHORT = 8
COVERED_FROM = 0.25
LATE_MS = 200
PEEKS_FROM = 0.05
"""Share of a secret's box that is uncovered and contains ink."""


# --- recording --------------------------------------------------------------------------------------------------------


class Person(Hand):
    """Follows the script of a page."""

    def follow(self, script: str) -> None:
        """Do what each line says: look, click, type, press, hover, scroll, run."""
        for line in filter(None, script.splitlines()):
            verb, _, what = line.partition(" ")
            if verb == "look":
                self.hesitate(float(what))
            elif verb in ("click", "hover"):
                getattr(self, verb)(self.page.locator(what).first)
            elif verb == "scroll":
                self.scroll(int(what))
            elif verb in ("type", "press"):
                getattr(self, verb)(what)
            elif verb == "run":
                self.page.evaluate(what)
            else:
                raise ValueError(f"No person knows how to {verb!r}.")


def record(names: Iterable[str], folder: Path, seconds: float) -> bool:
    """Record the pages that the folder lacks, for at most this many seconds; returns whether all are there now."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if not (folder / f"{name}.secrets.json").exists()]
    began = time.monotonic()
    for number, name in enumerate(missing):
        if time.monotonic() - began > seconds:
            print(f"{len(missing) - number} pages are left to be recorded; run the same command again.")
            return False
        source = (PAGES / f"{name}.html").read_text(encoding="utf-8")
        codec = found[1] if (found := re.search(r'data-codec="(\w+)"', source)) else "vp9"
        with recorded_page("about:blank", SIZE) as page:
            page.add_init_script(path=HERE / "truth.js")
            page.goto((PAGES / f"{name}.html").as_uri())
            person = Person(page, codec=codec)
            person.start()
            page.evaluate("__secrets.start()")
            person.follow(page.locator("#person").inner_text().strip("\n"))
            seen = page.evaluate("__secrets.seen")
            person.stop(folder / f"{name}.{'mp4' if codec == 'h264' else 'webm'}", name)
        (folder / f"{name}.secrets.json").write_text(json.dumps(seen) + "\n", encoding="utf-8")
    return True


def all_pages() -> list[str]:
    """The names of the pages."""
    return sorted(page.stem for page in PAGES.glob("*.html"))


# --- analysing --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the folder of pages, on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Log nothing."""

    handler = functools.partial(Quiet, directory=str(HERE))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def analyse(name: str, folder: Path, address: str, *, mask: bool) -> Path:
    """The folder of results for a page's recording."""
    recording = next(path for path in (folder / f"{name}.webm", folder / f"{name}.mp4") if path.exists())
    out = folder / (f"{name}.masked" if mask else f"{name}.plain")
    stamp = out / "code"
    if stamp.exists() and stamp.read_text() == code_of_stations():
        return out
    shutil.rmtree(out, ignore_errors=True)
    order = Order(recording, (f"{address}/pages/{name}.html",), "", "", (Agent.RAW,), out, PromptOptions(), mask=mask)
    with contextlib.redirect_stderr(io.StringIO()):
        asyncio.run(analyze_recording(order, lambda written: None))
    stamp.write_text(code_of_stations())
    return out


@functools.cache
def code_of_stations() -> str:
    """A hash of the source code that affects the results."""
    package = Path(claude_scope.__file__).parent
    apart = {"api", "jobs", "store", "web"}
    files = sorted(f for f in package.rglob("*.py") if f.relative_to(package).parts[0] not in apart)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


# --- reading again ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret at one time: its text, whether it is displayed as dots, and its boxes in frame pixels."""

    text: str
    dots: bool
    boxes: tuple[tuple[int, int, int, int], ...]


@dataclass(slots=True)
class Half:
    """The scores of one half of the pages."""

    pages: int = 0
    pictures: int = 0
    legible_plain: int = 0
    legible: int = 0
    boxes: int = 0
    peeking: int = 0
    lines: int = 0
    covered: int = 0
    places: int = 0

    def __str__(self) -> str:
        share = 100 * self.covered / self.lines if self.lines else 0.0
        return (
            f"{self.pages} pages, {self.pictures} pictures, {self.places} places covered\n"
            f"secrets legible: {self.legible} of {self.legible_plain} that are without masks\n"
            f"secrets that peek out: {self.peeking} of {self.boxes} boxes\n"
            f"other lines covered: {self.covered} of {self.lines} ({share:.2f} %)"
        )


@dataclass(slots=True)
class Page:
    """Data about one page: its secrets at each time, and its score."""

    name: str
    seen: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    def texts(self) -> set[str]:
        """All secrets, including partly typed ones."""
        return {"".join(place["text"].split()) for at in self.seen for place in at["places"]}

    def at(self, timestamp_ms: int) -> list[Secret]:
        """The secrets on the screen at a time, and a moment later: recorders are late by a frame or two."""
        before = [at for at in self.seen if at["ms"] <= timestamp_ms] or self.seen[:1]
        after = [at for at in self.seen if at["ms"] >= timestamp_ms + LATE_MS] or self.seen[-1:]
        places = [place for place in before[-1]["places"] if place in after[0]["places"]] if before else []
        return [Secret(p["text"], p["dots"], tuple(tuple(box) for box in p["boxes"])) for p in places]


def score(name: str, folder: Path, address: str, reader: LocalReader, half: Half) -> list[str]:
    """Add the scores of one page; returns its problems, one line each."""
    seen = json.loads((folder / f"{name}.secrets.json").read_text(encoding="utf-8"))
    page = Page(name, seen)
    plain, masked = (analyse(name, folder, address, mask=mask) for mask in (False, True))
    session = json.loads((masked / "session.json").read_text(encoding="utf-8"))
    half.pages += 1
    half.places += session["coveredPlaces"]
    times = {frame["fullFile"]: frame["timestampMs"] for frame in session["keyframes"]["frames"]}
    files = [*times, *sorted(path.name for path in masked.glob("page-*.png"))]
    for file in files:
        half.pictures += 1
        before, after = load(plain / file), load(masked / file)
        covered = (before != after).any(axis=2)
        secrets = page.texts()
        lines = reader.read_sync(before).lines
        half.legible_plain += sum(1 for line in lines if leaks(line.text, secrets))
        legible = list(legible_in(after, reader, secrets))
        half.legible += len(legible)
        page.notes += [f"{name} {file}: {text!r} can be read" for text in legible]
        standing = page.at(times[file]) if file in times else []
        score_boxes(page, file, standing, before, covered, half)
        score_lines(page, file, standing, lines, covered, half)
    return page.notes


def legible_in(image: Image, reader: LocalReader, secrets: set[str]) -> Iterator[str]:
    """The lines in which a secret is legible, at the picture's own size or at twice that."""
    twice = cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    found: dict[str, None] = {}
    for picture in (image, twice):
        for line in reader.read_sync(np.ascontiguousarray(picture)).lines:
            if leaks(line.text, secrets):
                found[line.text] = None
    yield from found


def folded(text: str) -> str:
    """The text without spaces and punctuation, and with letters that OCR confuses unified."""
    return "".join(text.split()).casefold().translate(str.maketrans("o1i|!5", "0lllls", "-_.,"))


def leaks(text: str, secrets: set[str]) -> bool:
    """Whether a line shows a large part of a secret."""
    said = folded(text)
    for word in map(folded, PUBLIC):
        said = said.replace(word, " ")
    return any(_shows(said, folded(secret)) for secret in secrets if len(secret) >= 4)


def _shows(said: str, secret: str) -> bool:
    for word in map(folded, PUBLIC):
        secret = secret.replace(word, "")
    if len(secret) < 4 or is_hidden(secret):
        return False
    run = len(secret) - (len(secret) > 4) if len(secret) < SHORT else max(5, round(READ_FROM * min(len(secret), 30)))
    return any(secret[start : start + run] in said for start in range(len(secret) - run + 1))


def score_boxes(page: Page, file: str, secrets: Sequence[Secret], before: Image, covered: Mask, half: Half) -> None:
    """Count the secrets' boxes with an uncovered part that contains ink."""
    for secret in secrets:
        for left, top, width, height in secret.boxes:
            place = slice(top, top + height), slice(left, left + width)
            inked = ink(before[place])
            if inked.sum() < 6:
                continue  # not drawn yet
            half.boxes += 1
            if (inked & ~covered[place]).sum() > PEEKS_FROM * inked.sum():
                half.peeking += 1
                page.notes.append(f"{page.name} {file}: {secret.text!r} peeks out at {left},{top} {width}x{height}")


def ink(piece: Image) -> Mask:
    """Where a piece of a picture differs from its background."""
    ground = np.median(piece.reshape(-1, 3), axis=0)
    found: Mask = np.abs(piece.astype(np.int16) - ground).max(axis=2) > 60
    return found


def score_lines(
    page: Page, file: str, secrets: Sequence[Secret], lines: Sequence[Line], covered: Mask, half: Half
) -> None:
    """Count the lines that belong to no secret and are covered."""
    texts = page.texts()
    boxes = [box for secret in secrets for box in secret.boxes]
    for line in lines:
        left, top, width, height = (round(side) for side in line.box)
        dots = is_hidden(line.text) or looks_like_dots(line.text)
        if dots or leaks(line.text, texts) or any(_share((left, top, width, height), box) > 0.1 for box in boxes):
            continue
        half.lines += 1
        if covered[top : top + height, left : left + width].mean() > COVERED_FROM:
            half.covered += 1
            page.notes.append(f"{page.name} {file}: {line.text!r} is covered")


def _share(line: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> float:
    """The share of a line that a box covers."""
    across = min(line[0] + line[2], box[0] + box[2]) - max(line[0], box[0])
    down = min(line[1] + line[3], box[1] + box[3]) - max(line[1], box[1])
    return max(0, across) * max(0, down) / max(1, line[2] * line[3])


def main() -> None:
    """Record what is missing if requested; otherwise analyse, read again and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--record", action="store_true", help="record the pages that are not there yet, and stop")
    parser.add_argument("--only", nargs="+", help="only these pages")
    parser.add_argument("--seconds", type=float, default=500.0, help="of work at most (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="print what is wrong on the half that is looked at")
    asked = parser.parse_args()
    chosen = asked.only or all_pages()
    if asked.record:
        sys.exit(0 if record(chosen, asked.folder, asked.seconds) else 3)
    halves = {True: Half(), False: Half()}
    reader, began = LocalReader(), time.monotonic()
    with served() as address:
        for name in chosen:
            known = asked.folder / f"{name}.score.json"
            told: dict[str, Any] = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {"code": ""}
            if told["code"] != code_of_stations():
                if time.monotonic() - began > asked.seconds:
                    sys.exit("Some pages are left to be analysed; run the same command again.")
                one = Half()
                notes = score(name, asked.folder, address, reader, one)
                told = {
                    "code": code_of_stations(),
                    "notes": notes,
                    "score": {n: getattr(one, n) for n in one.__slots__},
                }
                known.write_text(json.dumps(told) + "\n", encoding="utf-8")
            half = halves[name in ONLY_SCORED]
            for key, count in told["score"].items():
                setattr(half, key, getattr(half, key) + count)
            for note in told["notes"] if asked.list and name not in ONLY_SCORED else ():
                print(note)
    print(f"\nThe pages that were looked at while building:\n{halves[False]}")
    print(f"\nThe pages that were only scored:\n{halves[True]}")


if __name__ == "__main__":
    main()
