"""Decodes frames ahead in a separate thread."""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_Item = TypeVar("_Item")

MAX_AHEAD = 1
"""At most this many samples wait: each holds a whole frame, and a decoder is slower while its frames are held back."""


class _End(NamedTuple):
    error: BaseException | None


def decode_ahead(items: Iterable[_Item], most: int = MAX_AHEAD) -> Generator[_Item]:
    """Yield the same items, which a thread produces up to `most` ahead; errors of the thread are raised here.

    If the caller stops early, the thread stops at its next item and is joined.
    """
    queue: Queue[_Item | _End] = Queue(most)
    stopped = Event()
    thread = Thread(target=_produce, args=(items, queue, stopped), name="decode", daemon=True)
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        with suppress(Empty):
            while True:
                queue.get_nowait()
        thread.join()


def _produce(items: Iterable[_Item], queue: Queue[_Item | _End], stopped: Event) -> None:
    end = _End(None)
    try:
        for item in items:
            queue.put(item)
            if stopped.is_set():
                return
    except BaseException as error:  # handed over to the caller's thread
        end = _End(error)
    if not stopped.is_set():
        queue.put(end)
