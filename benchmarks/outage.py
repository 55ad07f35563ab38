"""Interrupts the database of two busy workers repeatedly, and counts repeated, taken over and lost work.

usage: python -m benchmarks.outage [--times N] [--seconds S] [--of database|files] [--seed N]

Two real `claude-scope worker` processes, an API, PostgreSQL and S3. Each time six recordings are queued, and at a
random moment, while both workers are busy, PostgreSQL fails for 15 seconds: alternately it is killed and restarted, or
all its processes are stopped (SIGSTOP). Ten times by default. With `--of files` the S3 server fails instead.
Requirement: no step is run twice, no living worker is considered dead, no session is lost.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.crash import keep_logs, three_seconds, wait
from benchmarks.crash_audit import audit
from benchmarks.crash_places import team, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.crash_audit import Found
    from benchmarks.crash_places import Place, Process
    from tests.postgres_server import Postgres
    from tests.s3_server import SeaweedFS

WORKERS = 2
RECORDINGS = 6
"""Queued for each outage, so that both workers are busy before, during and after it."""
PATIENCE_S = 300
"""How long sessions may take to end after the outage before they count as lost."""
SAID = {
    "living workers taken for dead": "workers without a heartbeat",
    "sessions that a worker lost to another": "is not this worker's any more",
    "claims queued again since their answer was lost": "which does not work on it",
}
"""Log messages of workers, by their meaning."""
HARMLESS = "claims queued again since their answer was lost"


@dataclass
class Tally:
    """Counts over the outages of one kind."""

    outages: int = 0
    accepted: list[str] = field(default_factory=list)
    in_the_works: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    slowest_answer_s: float = 0.0
    went_on_s: list[float] = field(default_factory=list)


def main() -> int:
    """Print a table; the exit status says whether the requirement is met."""
    options = _options()
    seed = random.randrange(1 << 32) if options.seed is None else options.seed
    moments = random.Random(seed)
    print(f"seed {seed}\n", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="claude-scope-") as folder, team() as place:
        recording = three_seconds(Path(folder) / "basket.webm")
        server = place.postgres if options.of == "database" else place.seaweedfs
        assert server is not None
        tallies = _outages(place, server, recording, options, moments)
        found = audit(place, [item for tally in tallies.values() for item in tally.accepted])
        log = (place.folder / "service.log").read_text()
        said = {meaning: log.count(words) for meaning, words in SAID.items()}
        bad = sum(count for meaning, count in said.items() if meaning != HARMLESS)
        good = found.is_clean and not found.repeated and not bad
        if not good:
            keep_logs(place.folder, "outage")
    minutes = (time.monotonic() - started) / 60
    print(f"## {options.times} outages of {options.seconds:.0f} s, of the {options.of}, in {minutes:.0f} minutes\n")
    _print(tallies, found, said)
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10, help="outages (10)")
    parser.add_argument("--seconds", type=float, default=15, help="how long each lasts (15)")
    parser.add_argument("--of", choices=("database", "files"), default="database", help="what is away (database)")
    parser.add_argument("--seed", type=int, help="of the moments, to repeat a run")
    return parser.parse_args()


def _outages(
    place: Place, server: Postgres | SeaweedFS, recording: Path, options: argparse.Namespace, moments: random.Random
) -> dict[str, Tally]:
    kinds: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "killed": (server.stop, server.start),
        "frozen": (server.freeze, server.thaw),
    }
    tallies = {kind: Tally() for kind in kinds}
    place.migrate()
    api, address = place.serve("--no-worker")
    token = place.token()
    with ExitStack() as stack:
        stack.callback(api.stop)
        workers = [place.command("worker") for _ in range(WORKERS)]
        for worker in workers:
            stack.callback(worker.stop)
        upload(address, token, recording, place.page)  # the first one waits for imports
        wait(place, PATIENCE_S)
        for number in range(options.times):
            kind = list(kinds)[number % len(kinds)]
            tally = tallies[kind]
            tally.outages += 1
            tally.accepted += filter(None, (upload(address, token, recording, place.page) for _ in range(RECORDINGS)))
            time.sleep(moments.uniform(0, 3))
            _both_at_work(place, workers)
            busy = _in_the_works(place, workers)
            tally.in_the_works += len(busy)
            begin, end = kinds[kind]
            asker = Asker(address, token, tally)
            begin()
            time.sleep(options.seconds)
            end()
            asker.stop()
            back = time.time()
            wait(place, PATIENCE_S)
            tally.went_on_s += _went_on(place, busy, back)
            print(f"{number + 1}: {kind}, {len(busy)} workers were busy", flush=True)
    return tallies


class Asker(threading.Thread):
    """Polls the API for its sessions, once a second."""

    def __init__(self, address: str, token: str, tally: Tally) -> None:
        super().__init__()
        self._address, self._token, self._tally = address, token, tally
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        while not self._over.wait(1):
            began = time.monotonic()
            try:
                answer = httpx.get(f"{self._address}/api/sessions", headers=headers, timeout=60)
                self._tally.answers[str(answer.status_code)] += 1
            except httpx.HTTPError as error:
                self._tally.answers[type(error).__name__] += 1
            self._tally.slowest_answer_s = max(self._tally.slowest_answer_s, time.monotonic() - began)

    def stop(self) -> None:
        """Stop polling."""
        self._over.set()
        self.join()


def _lines(place: Place) -> list[list[str]]:
    """Seconds, process, job, `begin` or `end`, step: from the log of the workers."""
    return [line.split(" ", 4) for line in place.log.read_text().splitlines()]


def _in_the_works(place: Place, workers: list[Process]) -> set[str]:
    """The worker processes that have begun a session and not ended it."""
    begun: dict[str, set[str]] = {}
    for _, pid, job, what, step in _lines(place):
        if (what, step) == ("end", "persist"):
            begun.get(pid, set()).discard(job)
        else:
            begun.setdefault(pid, set()).add(job)
    return {pid for pid in map(str, (worker.pid for worker in workers)) if begun.get(pid)}


def _both_at_work(place: Place, workers: list[Process]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(_in_the_works(place, workers)) < len(workers) and time.monotonic() < deadline:
        time.sleep(0.05)


def _went_on(place: Place, busy: set[str], back: float) -> list[float]:
    """How many seconds after the outage each busy worker stored its next step."""
    stored = [(pid, float(at) - back) for at, pid, _, what, _ in _lines(place) if what == "end" and float(at) > back]
    firsts = (min((after for other, after in stored if other == pid), default=None) for pid in busy)
    return [first for first in firsts if first is not None]


def _print(tallies: dict[str, Tally], found: Found, said: dict[str, int]) -> None:
    names = ("killed and started again", "all its processes stopped")
    print(f"| | {' | '.join(names)} |\n| --- | --- | --- |")
    both = list(tallies.values())
    rows = [
        ("outages", [str(item.outages) for item in both]),
        ("workers in the midst of a session when it began", [str(item.in_the_works) for item in both]),
        ("accepted sessions", [str(len(item.accepted)) for item in both]),
        (
            "a busy worker stored its next step after, at most",
            [f"{max(item.went_on_s, default=0):.0f} s" for item in both],
        ),
        ("answers of the API, by status", [_counts(item.answers) for item in both]),
        ("the slowest took", [f"{item.slowest_answer_s:.0f} s" for item in both]),
    ]
    for label, cells in rows:
        print(f"| {label} | {' | '.join(cells)} |")
    print("\n| both together | |\n| --- | --- |")
    for label, figure in (*said.items(), *found.rows()):
        print(f"| {label} | {figure} |")


def _counts(answers: Counter[str]) -> str:
    return ", ".join(f"{status}: {count}" for status, count in sorted(answers.items()))


if __name__ == "__main__":
    raise SystemExit(main())
