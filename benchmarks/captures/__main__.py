"""Records the flows, scores the captures, and prints the figures.

    python -m benchmarks.captures [--flow NAME ...] [--attached | --extension] [--out FOLDER] [--score-only]

The exit status is 1 if a required score is missed. `--score-only` scores the captures of an earlier run in FOLDER. With
`--attached`, an open tab of a running browser is recorded (`record --attach`) that has other tabs, a frozen and a hung
one among them. With `--extension`, the browser extension records, to which every origin is granted.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.captures import sites
from benchmarks.captures.fetch import CACHE, fetch
from benchmarks.captures.flows import FLOWS
from benchmarks.captures.hand import Hand
from benchmarks.captures.rebuilt import see
from benchmarks.captures.recording import capture_in, recorded, recorded_by_extension, recorded_tab
from benchmarks.captures.report import show
from benchmarks.captures.score_acts import aligned, score_acts
from benchmarks.captures.score_log import score_log
from benchmarks.captures.score_trees import score_trees
from benchmarks.captures.scores import Score
from benchmarks.captures.truth import Truth, read_truth
from benchmarks.captures.witness import Witness
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.capture.read import read_capture

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from playwright.async_api import Page

    _Record = Callable[[str, str, Path], AbstractAsyncContextManager[Page]]

_TRUTH = "truth.json"
_RECORDERS: dict[str | None, _Record] = {None: recorded, "attached": recorded_tab, "extension": recorded_by_extension}


def main() -> int:
    """Record, score and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flow", choices=FLOWS, action="append", help="only this one; may be given several times")
    parser.add_argument("--attached", dest="by", action="store_const", const="attached", help="record an open tab")
    parser.add_argument("--extension", dest="by", action="store_const", const="extension", help="the extension records")
    parser.add_argument("--out", type=Path, help="default: out, attached or extension in the benchmark's cache")
    parser.add_argument("--score-only", action="store_true")
    options = parser.parse_args()
    chosen = options.flow or FLOWS
    out = options.out or CACHE / (options.by or "out")
    if not options.score_only:
        fetch()
        with sites.libraries() as start:
            for flow in chosen:
                print(f"recording {flow}", flush=True)
                asyncio.run(_record(flow, start, out / flow, _RECORDERS[options.by]))
    by_flow: dict[str, list[Score]] = {}
    off: list[float] = []
    for flow in chosen:
        scores, its_off = asyncio.run(_score(out / flow))
        by_flow[flow], off = scores, off + its_off
    totals = [Score(score.name, score.needed) for score in next(iter(by_flow.values()))]
    for scores in by_flow.values():
        for total, score in zip(totals, scores, strict=True):
            total += score
    show(by_flow, totals, off)
    written = {flow: [asdict(score) | {"share": score.share} for score in scores] for flow, scores in by_flow.items()}
    (out / "scores.json").write_text(json.dumps({"flows": written, "off_ms": off}, indent=1) + "\n")
    return 0 if all(total.holds for total in totals) else 1


async def _record(flow: str, start: str, folder: Path, record: _Record) -> None:
    truth = Truth(flow)
    with sites.page_of(flow, start) as address:
        async with record(start, address, folder) as page:
            witness = Witness(page.context, truth)
            hand = Hand(page, truth, address)
            await hand.click(hand.by("link", "Open the page"))
            try:
                await importlib.import_module(f"benchmarks.captures.flows.{flow}").use(hand)
            except Exception as error:  # the acts until then are scored
                print(f"{flow} was not finished: {error}")
            witness.finish()
    truth.write(folder / _TRUTH)


async def _score(folder: Path) -> tuple[list[Score], list[float]]:
    truth = read_truth(folder / _TRUTH)
    with tempfile.TemporaryDirectory() as scratch:
        capture = read_capture(capture_in(folder), Path(scratch) / "capture")
        built = await rebuild(capture)
        pairs = aligned(truth.acts, built.acts, capture.offset_ms)
        seen, checked = await see(capture, truth.looks, [(d, a) for d, a in pairs if d is not None and a is not None])
    acts, off = score_acts(truth.flow, pairs, checked, capture.offset_ms)
    start = capture.url.partition("/start")[0]
    scores = [
        *score_trees(truth.flow, truth.looks, seen),
        *acts,
        *score_log(truth, capture, start),
    ]
    return scores, off


if __name__ == "__main__":
    raise SystemExit(main())
