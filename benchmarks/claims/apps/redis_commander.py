"""Redis Commander: the keys of a Redis store as a tree, with editors and a terminal."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_KEYS = """
set shop:name "Harbour Books"
set shop:opens 09:00
set visits:2031-05-06 1204
hset customer:1 name "Ada Park" town Harlingen points 320
hset customer:2 name "Bo Lind" town Hoorn points 75
hset customer:3 name "Cléo Martin" town Brest points 1190
rpush queue:mails welcome:1 invoice:4711 reminder:12
sadd tags:books sea maps knots tides
zadd best:books 41 "Knots" 37 "Tides" 12 "Charts"
"""

_WRONG_TYPE = "A field is asked of a key that holds a string; the terminal answers with WRONGTYPE."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    store, port = free_port(), free_port()
    options: list[str | Path] = ["--port", str(store), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    address = f"http://127.0.0.1:{port}/"
    program: list[str | Path] = [
        npm_of("redis_commander") / ".bin" / "redis-commander",
        "--redis-host",
        "127.0.0.1",
        "--nosave",
    ]
    with subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL) as redis:
        try:
            do("sh", "-c", f"until redis-cli -p {store} ping; do sleep 0.1; done", cwd=folder)
            do("redis-cli", "-p", str(store), cwd=folder, stdin=_KEYS)
            more = ["--redis-port", str(store), "--address", "127.0.0.1", "--port", str(port)]
            with running([*program, *more], address, folder, {"HOME": str(folder)}):
                yield address
        finally:
            redis.terminate()


async def _browse(hand: Hand) -> None:
    line = hand.at("#_readline_input", "textbox")
    await hand.click(hand.at("li:has(> a:text('customer:*')) > i"))
    await hand.click(hand.at("a:text-is('2')", "treeitem", "2"))
    await hand.double_click(hand.at("a:has-text('queue:*')", "treeitem", "queue:* (1)"))
    await hand.click(hand.at("a:has-text('mails')", "treeitem", "mails (3)"))
    await hand.click(line)
    await hand.type(line, "hgetall customer:3")
    await hand.key(line, "Enter")


async def _wrong_type(hand: Hand) -> None:
    line = hand.at("#_readline_input", "textbox")
    await hand.double_click(hand.at("a:has-text('shop:*')", "treeitem", "shop:* (2)"))
    await hand.click(hand.at("a:text-is('opens')", "treeitem", "opens"))
    await hand.click(line)
    await hand.type(line, "get shop:opens")
    await hand.key(line, "Enter")
    await hand.type(line, "hget shop:name town")
    await hand.key(line, "Enter")


APP = App(
    "redis_commander",
    "scored",
    _start,
    (Flow("browse", _browse), Flow("wrong-type", _wrong_type, _WRONG_TYPE)),
    debian=("redis-server", "redis-tools"),
    npm=("redis-commander@0.9.0",),
)
