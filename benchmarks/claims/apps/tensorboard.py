"""TensorBoard, dark: the curves of four training runs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_WRITE = """
import math, sys
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
for number, run in enumerate(("baseline", "wide", "deep", "dropout")):
    writer = EventFileWriter(f"{sys.argv[1]}/{run}")
    for step in range(0, 400, 10):
        loss = math.exp(-step / (90 + 40 * number)) + 0.05 * math.sin(step * (number + 1) / 17)
        values = {"loss/train": loss, "loss/valid": loss * 1.2 + 0.03, "accuracy/valid": 0.96 - loss * 0.7,
                  "rate": 0.01 / (1 + step / 100)}
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
        writer.add_event(Event(wall_time=1_743_000_000 + step * 3, step=step, summary=summary))
    writer.close()
"""


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    do(python_of("tensorboard"), "-c", _WRITE, folder / "runs", cwd=folder)
    command = [python_of("tensorboard").parent / "tensorboard", "--logdir", folder / "runs", "--port", str(port)]
    command += ["--host", "127.0.0.1", "--load_fast", "false"]
    with running(command, f"http://127.0.0.1:{port}/", folder, {"HOME": str(folder)}):
        yield f"http://127.0.0.1:{port}/?darkMode=true"


async def _curves(hand: Hand) -> None:
    await hand.click(hand.by("button", "Close side pane"))
    await hand.uncheck(hand.by("checkbox", "", nth=3))  # of the run "dropout"
    await hand.click(hand.by("button", "Expand group", nth=0))
    await hand.click(hand.by("button", "Toggle full size mode"))
    await hand.hover(hand.at("scalar-card line-chart"))
    await hand.click(hand.by("button", "Pin card"))
    await hand.wheel(hand.at("metrics-main-view"), 400, at=(700, 500))
    await hand.click(hand.by("tab", "scalars"))


async def _filter(hand: Hand) -> None:
    tags = hand.by("combobox", "Filter tags (regex)")
    await hand.click(tags)
    await hand.type(tags, "loss/")
    await hand.key(tags, "Escape")
    await hand.wheel(hand.at("metrics-main-view"), 300, at=(640, 500))
    runs = hand.by("textbox", "Filter runs (regex)")
    await hand.click(runs)
    await hand.type(runs, "deep|wide")
    await hand.key(runs, "Control+a")
    await hand.type(runs, "(deep")


APP = App(
    name="tensorboard",
    half="scored",
    start=_start,
    flows=(
        Flow("curves", _curves),
        Flow("filter", _filter, "The filter of the runs is no valid regular expression, and no run is shown any more."),
    ),
    pypi=("tensorboard==2.21.0", "setuptools==65.5.0"),
    is_dark=True,
)
