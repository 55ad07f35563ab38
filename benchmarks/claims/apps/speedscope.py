"""Speedscope in the dark: the flame graph of a program on a canvas, and its table of functions."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_CALLS = {
    "main": ("read_orders", "price", "print_bills"),
    "read_orders": ("open_file", "parse_line", "check_customer"),
    "parse_line": ("split", "to_number"),
    "check_customer": ("query", "decode"),
    "price": ("discount", "tax", "query"),
    "discount": ("query",),
    "print_bills": ("layout", "draw_text", "compress"),
    "layout": ("measure", "break_lines"),
    "draw_text": ("load_font", "measure"),
}


def _profile() -> dict[str, Any]:
    """Of a run of ten rounds; each function calls what `_CALLS` says, and how long it takes hangs on its name."""
    names = sorted({*_CALLS, *(called for calls in _CALLS.values() for called in calls)})
    events: list[dict[str, Any]] = []

    def run(name: str, at: int, round_: int) -> int:
        frame = names.index(name)
        events.append({"type": "O", "frame": frame, "at": at})
        at += 2 + (len(name) * 7 + round_ * 5) % 11
        for called in _CALLS.get(name, ()):
            at = run(called, at, round_)
        events.append({"type": "C", "frame": frame, "at": at})
        return at

    at = 0
    for round_ in range(10):
        at = run("main", at, round_) + 3
    profile = {"type": "evented", "name": "bills.py", "unit": "milliseconds", "startValue": 0, "endValue": at}
    return {
        "$schema": "https://www.speedscope.app/file-format-schema.json",
        "shared": {"frames": [{"name": name, "file": "bills.py", "line": 10 + at} for at, name in enumerate(names)]},
        "profiles": [profile | {"events": events}],
    }


_LIST = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Profiles</title>
<style>body { background: #111; color: #ddd; font: 16px monospace; padding: 24px } a { color: #6bf }</style>
<h1>Profiles of the night</h1>
<p><a href="index.html#profileURL=bills.json">bills.json</a>
<p><a href="index.html#profileURL=rides.json">rides.json</a>
"""
_BROKEN = "The second profile was cut off, so it cannot be read: after a dialog the page falls back to its welcome."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    shutil.copytree(npm_of("speedscope") / "speedscope" / "dist" / "release", folder, dirs_exist_ok=True)
    page = folder / "index.html"
    dark = "<script>localStorage['speedscope-color-scheme'] = 'DARK'</script>"
    page.write_text(page.read_text().replace("<head>", f"<head>{dark}"))
    profile = json.dumps(_profile())
    (folder / "bills.json").write_text(profile)
    (folder / "rides.json").write_text(profile[: len(profile) // 2])
    (folder / "profiles.html").write_text(_LIST)
    with serving(folder) as address:
        yield f"{address}profiles.html"


async def _calls(hand: Hand) -> None:
    graph = hand.at("canvas")
    await hand.click(hand.by("link", "bills.json"))
    await hand.page.locator("canvas").first.wait_for()
    await hand.click(graph, offset=(60, 174))
    await hand.click(graph, offset=(300, 194))
    await hand.wheel(graph, -240, at=(320, 500))
    await hand.click(hand.at("text=Left Heavy"))
    await hand.click(hand.at("text=Sandwich"))
    await hand.click(hand.at("text=Self"))
    await hand.click(hand.at("tr:has-text('query')", "row"))
    await hand.key(hand.at("body"), "Control+f")
    await hand.type(hand.at("input", "textbox"), "tax")


async def _broken(hand: Hand) -> None:
    await hand.click(hand.by("link", "bills.json"))
    await hand.page.locator("canvas").first.wait_for()
    await hand.click(hand.at("text=Sandwich"))
    await hand.click(hand.at("tr:has-text('compress')", "row"))
    await hand.click(hand.at("text=Time Order"))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")
    await hand.click(hand.by("link", "rides.json"))
    await hand.wait(900)
    await hand.look("broken")


APP = App(
    "speedscope",
    "tuned",
    _start,
    (Flow("calls", _calls), Flow("broken", _broken, _BROKEN)),
    npm=("speedscope@1.25.0",),
    is_dark=True,
)
