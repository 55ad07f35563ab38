"""Measures masking on the secret suite: `python benchmarks/redaction.py [--misses] [--corpus FOLDER] [--adversarial]`.

`--misses` lists errors, only in the half that is not held out. `--corpus` masks every text file in folders of
third-party code and documentation instead, and prints how much was masked per megabyte, with examples, and the speed.
`--adversarial` masks megabytes that are designed to be slow, and prints the slowest. `--cases FOLDER` measures other
cases; those of benchmarks/unseen_secrets were written by people who did not know the rules, and no rule was tuned on
them.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.adversarial_texts import adversarial_texts
from claude_scope.redaction.redact import redact_text
from tests.secrets.suite import outcomes, precision_and_recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.secrets.suite import Outcome

ENDINGS = {
    ".py", ".md", ".rst", ".txt", ".json", ".yml", ".yaml", ".toml", ".ts", ".js", ".mjs", ".cjs", ".css", ".html",
    ".ini", ".cfg", ".conf", ".sh", ".xml", ".po", ".c", ".h", "", ".pyi",
}  # fmt: skip
LARGEST = 1_000_000
SLOW_S = 1.0
"""The time limit for any megabyte of text."""
SHOWN = 25
_MASK = re.compile(r"\[masked: ([a-zA-Z ]{1,40})\]")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--corpus", nargs="+", type=Path)
    parser.add_argument("--cases", type=Path, metavar="FOLDER", help="secrets.tsv and lookalikes.tsv of this folder")
    parser.add_argument("--megabytes", type=float, default=20.0, help="of the corpus, drawn at random")
    parser.add_argument("--examples", type=int, default=40)
    parser.add_argument("--adversarial", action="store_true")
    given = parser.parse_args()
    if given.adversarial:
        _adversarial()
    elif given.cases:
        _cases(given.cases)
    elif given.corpus:
        _corpus(given.corpus, int(given.megabytes * 1e6), given.examples)
    else:
        _suite(misses=given.misses)


def _cases(folder: Path) -> None:
    _print_line(folder.name, [*outcomes("secrets.tsv", folder), *outcomes("lookalikes.tsv", folder)])


def _suite(*, misses: bool) -> None:
    whole = [*outcomes("secrets.tsv"), *outcomes("lookalikes.tsv")]
    for name, some in (
        ("all", whole),
        ("tuned on", [outcome for outcome in whole if not outcome.case.held_out]),
        ("held out", [outcome for outcome in whole if outcome.case.held_out]),
    ):
        _print_line(name, some)
    _print_groups("language", whole, lambda outcome: outcome.case.language)
    _print_groups("place", whole, lambda outcome: outcome.case.place)
    _print_groups("kind", [outcome for outcome in whole if outcome.case.spans], lambda outcome: outcome.case.kind)
    if misses:
        for outcome in whole:
            if not outcome.case.held_out and (outcome.missed or outcome.false):
                what = "MISSED" if outcome.missed else "FALSE"
                case = outcome.case
                print(f"{what:7} {case.language:8} {case.kind:10} {case!s:.200} => {outcome.masked:.200}")


def _print_groups(name: str, some: Iterable[Outcome], key) -> None:  # type: ignore[no-untyped-def]
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for item in some:
        groups[key(item)].append(item)
    print(f"\nby {name}")
    for group, those in sorted(groups.items()):
        _print_line(f"  {group}", those)


def _print_line(name: str, some: list[Outcome]) -> None:
    precision, recall = precision_and_recall(some)
    found, missed, false = (sum(getattr(item, what) for item in some) for what in ("found", "missed", "false"))
    secrets, others = sum(bool(outcome.case.spans) for outcome in some), sum(not outcome.case.spans for outcome in some)
    print(
        f"{name:14} {secrets:4} with secrets, {others:4} without: precision {precision:.3f}, recall {recall:.3f}"
        f" ({found} found, {missed} missed, {false} false)"
    )


def _corpus(folders: list[Path], size: int, examples: int) -> None:
    rng = random.Random(1)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in ENDINGS)
    rng.shuffle(files)
    seen, spent, hints, found = 0, 0.0, Counter[str](), []
    for path, text in _texts(files):
        seen += len(text)
        start = time.process_time()
        masked, count = redact_text(text)
        spent += time.process_time() - start
        if count:
            hints.update(_MASK.findall(masked))
            lines = list(_changed(text, masked))
            found += [(path, before, after) for before, after in rng.sample(lines, min(3, len(lines)))]
        if seen >= size:
            break
    print(f"{seen / 1e6:.1f} MB, {sum(hints.values())} masked, {sum(hints.values()) / (seen / 1e6):.1f} a MB")
    print(f"{seen / 1e6 / spent:.2f} MB a second of processor time")
    for hint, number in hints.most_common():
        print(f"  {number:5} {hint}")
    for path, before, after in rng.sample(found, min(examples, len(found))):
        print(f"{path.name}: {before:.160}\n    => {after:.160}")


def _adversarial() -> None:
    redact_text("password: x")  # compiles the patterns
    times = sorted(((_seconds(text), name) for name, text in adversarial_texts()), reverse=True)
    print(f"{len(times)} megabytes, {sum(seconds > SLOW_S for seconds, _ in times)} take over {SLOW_S} s; the slowest:")
    for seconds, name in times[:SHOWN]:
        print(f"  {seconds:6.2f} s  {name!r:.80}")


def _seconds(text: str) -> float:
    start = time.process_time()
    redact_text(text)
    return time.process_time() - start


def _texts(files: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in files:
        try:
            if path.is_file() and path.stat().st_size <= LARGEST:
                yield path, path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue


def _changed(text: str, masked: str) -> Iterator[tuple[str, str]]:
    before, after = text.splitlines(), masked.splitlines()
    if len(before) == len(after):
        yield from ((a.strip(), b.strip()) for a, b in zip(before, after, strict=True) if "[masked:" in b and a != b)


if __name__ == "__main__":
    main()
