"""A forked command behaves like one in a new interpreter."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from tests import forked
from tests.forked import Forked, new_interpreter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forked import Start

TELLS = """
import asyncio, json, os, signal, sys, tempfile, threading, time
print(json.dumps([
    sys.argv, __name__, dict(os.environ), os.getcwd(), tempfile.gettempdir(), time.tzname, os.umask(0), sys.path[1:],
    sys.stdin.read(), [str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)],
    sys.stdout.encoding, sys.stderr.errors, sys.stdout.seekable(), threading.active_count(), os.listdir("/dev/fd"),
    os.getsid(0) == os.getpid(), asyncio.run(asyncio.sleep(0, "slept")),
]))
print("told", file=sys.stderr)
"""


@pytest.mark.parametrize("own_session", [True, False])
def test_code_finds_what_it_finds_in_a_new_interpreter(tmp_path: Path, own_session: bool) -> None:
    place = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "LC_ALL": "C.UTF-8"}
    place |= {"TMPDIR": str(tmp_path), "TZ": "Asia/Tokyo", "OWN": "ä"}
    found = []
    starts: tuple[Start, ...] = (Forked, new_interpreter)
    for start in starts:
        with (
            (tmp_path / "errors").open("w+") as errors,
            start(
                ["-c", TELLS, "a", "ü b"],
                env=place,
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=own_session,
            ) as process,
        ):
            assert process.stdout is not None
            found.append([*json.loads(process.stdout.read()), process.wait(), (tmp_path / "errors").read_text()])
    assert found[0] == found[1]


ENDS = {
    "pass": (0, ""),
    "import sys; sys.exit(7)": (7, ""),
    "raise SystemExit('why')": (1, "why\n"),
    "1 / 0": (1, "ZeroDivisionError"),
    "import os; os._exit(9)": (9, ""),
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": (-signal.SIGKILL, ""),
    "import atexit, sys; atexit.register(print, 'last', file=sys.stderr)": (0, "last\n"),
}


@pytest.mark.parametrize("code", ENDS)
def test_it_ends_as_it_does_in_a_new_interpreter(code: str) -> None:
    status, said = ENDS[code]
    done = forked.run(["-c", code])
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)


def test_commands_at_once_have_their_own_output_and_exit_status() -> None:
    """Also when several threads start many at once."""
    done: dict[int, subprocess.CompletedProcess[str]] = {}

    def run(number: int) -> None:
        done[number] = forked.run(["-c", "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[1]))", str(number)])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: (item.returncode, item.stdout) for number, item in done.items()} == {
        number: (number, f"{number}\n") for number in range(12)
    }


def test_it_is_waited_for_and_sent_signals() -> None:
    with Forked(["-c", "import time; print('on', flush=True); time.sleep(60)"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        assert process.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.01)
        process.terminate()
        assert process.wait(60) == process.poll() == -signal.SIGTERM
        process.kill()  # which is closed by then


def test_a_command_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        forked.run(["-c", "import time; time.sleep(60)"], timeout=0.1)


def test_a_module_runs_as_a_program() -> None:
    """It uses the modules imported already, and so takes a fraction of the time."""
    version, wrong = (forked.run(["-m", "claude_scope", item]) for item in ("--version", "--versions"))
    assert (version.returncode, version.stdout.startswith("claude-scope "), version.stderr) == (0, True, "")
    assert (wrong.returncode, wrong.stdout, "--versions" in wrong.stderr) == (2, "", True)
    imported = forked.run(["-c", "import sys; print('claude_scope.jobs.durable_runner' in sys.modules)"])
    assert imported.stdout == "True\n"
