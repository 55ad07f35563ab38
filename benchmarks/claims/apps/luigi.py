"""Luigi: the tasks of a scheduler, completed and failed ones, and their dependencies."""

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

_RUN = """
import datetime, sys
import luigi
class _Task(luigi.Task):
    day = luigi.DateParameter()
    def output(self):
        return luigi.LocalTarget(f"out/{type(self).__name__}-{self.day}")
    def run(self):
        with self.output().open("w") as file:
            file.write("done")
class ReadGauges(_Task):
    pass
class CleanLevels(_Task):
    def requires(self):
        return ReadGauges(self.day)
    def run(self):
        if self.day.day % 4 == 0:
            raise ValueError(f"Gauge 4 said nothing on {self.day}, so no level can be cleaned.")
        super().run()
class DailyReport(_Task):
    def requires(self):
        return CleanLevels(self.day)
class MailReport(_Task):
    def requires(self):
        return DailyReport(self.day)
days = [datetime.date(2025, 4, day) for day in range(1, 9)]
luigi.build([MailReport(day) for day in days], scheduler_host="127.0.0.1", scheduler_port=int(sys.argv[1]))
"""


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    luigid = python_of("luigi").parent / "luigid"
    command = [luigid, "--address", "127.0.0.1", "--port", str(port), "--state-path", folder / "state"]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        do(python_of("luigi"), "-c", _RUN, str(port), cwd=folder)
        yield f"http://127.0.0.1:{port}/static/visualiser/index.html"


async def _filter(hand: Hand) -> None:
    await hand.click(hand.by("link", "8 DailyReport"))
    await hand.click(hand.by("columnheader", "Details: activate to sort column ascending"))
    words = hand.by("searchbox", "Filter table:")
    await hand.click(words)
    await hand.type(words, "04-0")
    await hand.wheel(hand.at("html"), 400, at=(760, 500))
    await hand.wheel(hand.at("html"), -400, at=(760, 500))
    await hand.click(hand.at("#taskTable tbody tr >> nth=0 >> a"))
    await hand.click(hand.by("link", "Workers"))
    await hand.click(hand.by("link", "Task List"))


async def _failed(hand: Hand) -> None:
    await hand.click(hand.at("#FAILED_info, .info-box:has-text('Failed tasks')"))
    length = hand.by("combobox", "Show entries")
    await length.locator.focus()
    await hand.key(length, "ArrowDown", act="select", value="25")
    words = hand.by("searchbox", "Filter table:")
    await hand.click(words)
    await hand.type(words, "CleanLevels")
    await hand.click(hand.at("#taskTable tbody tr >> nth=0 >> .btn-danger, .showError", "button"))


APP = App(
    name="luigi",
    half="tuned",
    start=_start,
    flows=(
        Flow("filter", _filter),
        Flow("failed", _failed, "A task has failed, and a dialog shows its traceback."),
    ),
    pypi=("luigi==3.8.1",),
)
