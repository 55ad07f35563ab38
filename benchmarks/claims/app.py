"""The definition of an application: where it comes from, how it starts, and what is done in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from benchmarks.captures.hand import Hand

Half = Literal["tuned", "scored"]
"""Rules and thresholds are fitted on the first half; the second is only scored."""


@dataclass(frozen=True)
class Flow:
    """What the user does, from the first page on; `goes_wrong` describes where it goes wrong, "" if nowhere."""

    name: str
    use: Callable[[Hand], Awaitable[None]]
    goes_wrong: str = ""


@dataclass(frozen=True)
class App:
    """A third-party application. `start` gets an empty folder and yields the address of the first page.

    `pypi` packages are installed into their own virtual environment, `npm` ones into their own folder, `debian` ones
    with apt.
    """

    name: str
    half: Half
    start: Callable[[Path], AbstractContextManager[str]]
    flows: tuple[Flow, ...]
    pypi: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    is_dark: bool = False
