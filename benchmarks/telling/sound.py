"""Counts the reasons that are given for flows in which nothing goes wrong.

    python -m benchmarks.telling.sound [--half tuned|scored|libraries]

A flow of `benchmarks/claims` is sound if its description does not say where it goes wrong: that is the first flow of
each application. The flows of `benchmarks/captures`, with component libraries and two applications, are sound except
for `FAULTY`; they are tuned. Reasons of the scored half are counted by kind, and never shown.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.captures.fetch import CACHE
from benchmarks.captures.recording import capture_in
from benchmarks.claims.recordings import RECORDINGS, read_truth, recordings_in
from benchmarks.telling.__main__ import half_of
from benchmarks.telling.captures import stations_of, stations_of_capture
from benchmarks.telling.told import timeline_of
from claude_scope.timeline.captured.went_wrong import Rank, Reason, reasons_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.telling.captures import Stations

FAULTY = {
    "vue": "a request fails, and the page says so",
    "react": "an export is answered with 404",
    "dialogs": "errors that nobody catches",
    "tracker": "an entry without its priority is refused",
}
"""The flows of `benchmarks/captures` with an intended fault, and what it is."""
HALVES = ("tuned", "scored", "libraries")


def main() -> None:
    """Count, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES)
    asked = parser.parse_args()
    found: dict[str, list[list[Reason]]] = {half: [] for half in HALVES}
    for half, name, stations in sound_flows(asked.half):
        reasons = list(reasons_of(timeline_of(stations).moments, ""))
        found[half].append(reasons)
        if half != "scored":
            print(
                *(f"{name}, row {reason.moment + 1}: {reason.text}" for reason in reasons),
                sep="\n",
                end="\n" * bool(reasons),
            )
    print("| flows in which nothing goes wrong | captures | rightly none | reasons | from pictures |")
    print("|---|---|---|---|---|")
    for half, flows in found.items():
        kinds = Counter(reason.rank for reasons in flows for reason in reasons)
        told = ", ".join(f"{kind.name.lower()} {times}" for kind, times in sorted(kinds.items())) or "none"
        print(f"| {half} | {len(flows)} | {sum(not flow for flow in flows)} | {told} | {kinds[Rank.PICTURE]} |")


def sound_flows(half: str | None = None) -> Iterator[tuple[str, str, Stations]]:
    """The half, name and stations of each recorded sound flow."""
    for recording in recordings_in(RECORDINGS):
        is_sound = not read_truth(recording).goes_wrong
        if is_sound and half in (None, half_of(recording)):
            yield half_of(recording), recording.name, stations_of(recording)
    for folder in sorted(path for path in (CACHE / "out").glob("*") if path.is_dir() and path.name not in FAULTY):
        if half in (None, "libraries"):
            yield "libraries", folder.name, stations_of_capture(capture_in(folder), f"libraries-{folder.name}")


if __name__ == "__main__":
    main()
