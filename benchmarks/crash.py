"""Kills the service at random moments and counts losses; measures the cost of durability and of a long queue.

usage: python -m benchmarks.crash [--times N] [--seed N] [--only laptop|team]
       python -m benchmarks.crash --cost [--times N]
       python -m benchmarks.crash --sessions N

By default the server of a laptop (SQLite, a folder) is killed N times (25), and then, on PostgreSQL and S3, one of
three workers N times. Each time a recording of three seconds is uploaded to real processes, which inspect a real page
with a real browser; the kill happens after a random time between 0 and 1.5 times the undisturbed duration of a session,
so that uploads, steps and restarts are hit. Requirement: nothing lost. `--cost` compares sessions with the plain runner
of the command line (limit: 0.3 s), `--sessions` queues this many at once (requirement: constant memory, none lost).
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crash_audit import audit
from benchmarks.crash_places import laptop, team, unfinished, upload
from tests.videos import words, write_video

if TYPE_CHECKING:
    from benchmarks.crash_places import Place, Process

SPREAD = 1.5
"""Kills happen up to this many times the undisturbed duration of a session."""
WORKERS = 3
PATIENCE_S = 240
"""How long the last sessions may take to end before they count as lost, on a busy machine."""


@dataclass
class Tally:
    """Counts over all kills."""

    accepted: list[str] = field(default_factory=list)
    cut_off: int = 0
    hit: int = 0
    left_running: int = 0
    taken_over_s: list[float] = field(default_factory=list)


def main() -> int:
    """Print tables; the exit status says whether the requirements are met."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="claude-scope-") as folder:
        recording = three_seconds(Path(folder) / "basket.webm")
        if options.cost:
            from benchmarks.crash_cost import cost

            return cost(recording, options.times or 10)
        if options.sessions:
            from benchmarks.crash_memory import memory

            return memory(recording, options.sessions)
        seed = random.randrange(1 << 32) if options.seed is None else options.seed
        print(f"seed {seed}\n", flush=True)
        names = [options.only] if options.only else ["laptop", "team"]
        good = [_run(name, recording, options.times or 25, seed) for name in names]
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, help="kills of each kind (25), or sessions of each kind for --cost (10)")
    parser.add_argument("--seed", type=int, help="of the moments, to repeat a run")
    parser.add_argument("--only", choices=("laptop", "team"))
    parser.add_argument("--cost", action="store_true", help="what durability costs a session")
    parser.add_argument("--sessions", type=int, help="queue so many at once")
    return parser.parse_args()


def three_seconds(path: Path) -> Path:
    """Three states of a second each."""
    states = [words("Basket", "1 item"), words("Basket", "2 items"), words("Basket", "2 items", "Payment failed")]
    return write_video(path, [(state, 1.0) for state in states])


def _run(name: str, recording: Path, times: int, seed: int) -> bool:
    moments = random.Random(seed)
    started = time.monotonic()
    with laptop() if name == "laptop" else team() as place:
        tally = (_kill_servers if name == "laptop" else _kill_workers)(place, recording, times, moments)
        found = audit(place, tally.accepted)
        if not found.is_clean:
            keep_logs(place.folder, name)
    what = "the server, on SQLite" if name == "laptop" else f"one of {WORKERS} workers, on PostgreSQL and S3"
    print(f"## {what}: killed {times} times in {(time.monotonic() - started) / 60:.1f} minutes\n\n| | |\n| --- | --- |")
    for label, figure in (*_rows(tally), *found.rows()):
        print(f"| {label} | {figure} |")
    print(flush=True)
    return found.is_clean and not tally.left_running


def keep_logs(folder: Path, name: str) -> None:
    """An error without a reason is found only there, and the folder is deleted."""
    kept = Path("out", f"crash-{name}")
    kept.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        shutil.copy(log, kept)
    print(f"What the processes said is kept in {kept}/.\n")


def _rows(tally: Tally) -> list[tuple[str, str]]:
    rows = [
        ("kills with a session in the works", str(tally.hit)),
        ("uploads accepted; cut off by a kill", f"{len(tally.accepted)}; {tally.cut_off}"),
        ("children and browsers that outlived a killed process", str(tally.left_running)),
    ]
    if tally.taken_over_s:
        latest, middle = max(tally.taken_over_s), sorted(tally.taken_over_s)[len(tally.taken_over_s) // 2]
        rows.append(("a survivor went on with it after, in the middle and at most", f"{middle:.0f} s, {latest:.0f} s"))
    return rows


# --- a laptop ---------------------------------------------------------------------------------------------------------


def _kill_servers(place: Place, recording: Path, times: int, moments: random.Random) -> Tally:
    """Upload to a server and kill it, again and again; unfinished sessions accumulate."""
    tally = Tally()
    server, address = place.serve()
    token = place.token()
    takes_s = _undisturbed(place, address, token, recording, tally)
    for _ in range(times):
        killer = Killer(place, server, moments.uniform(0, SPREAD * takes_s))
        _upload(address, token, recording, place, tally)
        killer.join()
        tally.hit += killer.hit
        tally.left_running += killer.left_running
        server, address = place.serve()
    wait(place, PATIENCE_S)
    server.stop()
    return tally


class Killer(threading.Thread):
    """Kills a process after a number of seconds, even during an upload."""

    def __init__(self, place: Place, victim: Process, after_s: float) -> None:
        super().__init__()
        self._place, self._victim, self._after_s = place, victim, after_s
        self.hit = self.left_running = 0
        self.start()

    def run(self) -> None:
        time.sleep(self._after_s)
        self.hit = int(bool(unfinished(self._place)))
        self.at = time.time()
        self.left_running = self._victim.kill()


# --- a team -----------------------------------------------------------------------------------------------------------


def _kill_workers(place: Place, recording: Path, times: int, moments: random.Random) -> Tally:
    """Give each of three workers a session and kill one of them; the others take over before it is restarted."""
    tally = Tally()
    place.migrate()
    server, address = place.serve("--no-worker")
    token = place.token()
    with ExitStack() as stack:
        stack.callback(server.stop)
        workers = [place.command("worker") for _ in range(WORKERS)]
        takes_s = _undisturbed(place, address, token, recording, tally)
        for _ in range(times):
            _upload(address, token, recording, place, tally)  # the time counts from here: others follow meanwhile
            killer = Killer(place, workers.pop(moments.randrange(WORKERS)), moments.uniform(0, SPREAD * takes_s))
            for _ in workers:
                _upload(address, token, recording, place, tally)
            killer.join()
            tally.left_running += killer.left_running
            wait(place, PATIENCE_S)
            taken_over_s = _taken_over(place, killer)
            tally.hit += bool(taken_over_s)
            tally.taken_over_s += taken_over_s
            workers.append(place.command("worker"))
        for worker in workers:
            worker.stop()
    return tally


def _taken_over(place: Place, killer: Killer) -> list[float]:
    """How long after the kill the others began the next step of the killed worker's sessions."""
    lines = [line.split(" ", 4) for line in place.log.read_text().splitlines()]
    killed = str(killer._victim.pid)
    theirs = {job for _, pid, job, _, _ in lines if pid == killed}
    ended = {job for _, pid, job, what, step in lines if pid == killed and (what, step) == ("end", "persist")}
    after = [(float(at), job) for at, pid, job, what, _ in lines if pid != killed and what == "begin"]
    firsts = (min((at for at, other in after if other == job), default=None) for job in theirs - ended)
    return [first - killer.at for first in firsts if first is not None]


# --- both -------------------------------------------------------------------------------------------------------------


def _undisturbed(place: Place, address: str, token: str, recording: Path, tally: Tally) -> float:
    """Undisturbed duration of a session: of the second one, since the first one waits for imports."""
    for _ in range(2):
        began = time.monotonic()
        _upload(address, token, recording, place, tally)
        wait(place, PATIENCE_S)
    return time.monotonic() - began


def _upload(address: str, token: str, recording: Path, place: Place, tally: Tally) -> None:
    session_id = upload(address, token, recording, place.page)
    if session_id is None:
        tally.cut_off += 1
    else:
        tally.accepted.append(session_id)


def wait(place: Place, patience_s: float) -> None:
    """Wait until no session is in progress, or for this long."""
    deadline = time.monotonic() + patience_s
    while unfinished(place) and time.monotonic() < deadline:
        time.sleep(0.1)


if __name__ == "__main__":
    raise SystemExit(main())
