"""What the benchmark needs to know of an application: where it comes from, how it starts, and what is done in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from benchmarks.captures.hand import Hand

Half = Literal["tuned", "scored"]
"""Rules and thresholds are fitted on the first half; the second is only ever scored."""


@dataclass(frozen=True)
class Flow:
    """What a person does, from the first page on; `goes_wrong` says in words where it goes wrong, "" if nowhere."""

    name: str
    use: Callable[[Hand], Awaitable[None]]
    goes_wrong: str = ""


@dataclass(frozen=True)
class App:
    """An application of other people. `start` gets an empty folder and yields the address of the first page.

    `pypi` are installed into a virtual environment of their own, `npm` into a folder of their own, `debian` by apt.
    """

    name: str
    half: Half
    start: Callable[[Path], AbstractContextManager[str]]
    flows: tuple[Flow, ...]
    pypi: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    is_dark: bool = False
