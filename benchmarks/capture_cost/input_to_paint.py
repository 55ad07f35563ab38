"""The time from each input event of a flow until the page has painted its effect."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.capture_cost.windows import recorded_window, window_alone
from benchmarks.captures.hand import Hand
from benchmarks.captures.truth import Truth

if TYPE_CHECKING:
    from benchmarks.capture_cost.windows import Window

_BINDING = "inputWasPainted"
_PROBE = f"""
for (const kind of ["pointerdown", "pointerup", "keydown", "wheel"]) {{
  addEventListener(kind, (event) => {{
    if (!event.isTrusted) return;
    requestAnimationFrame(() => {{
      const {{ port1, port2 }} = new MessageChannel();
      port1.onmessage = () => window.{_BINDING}?.(performance.now() - event.timeStamp);
      port2.postMessage(0);
    }});
  }}, {{ capture: true, passive: true }});
}}"""
"""A task posted from a frame's callback runs after the page has painted that frame and handed it to the compositor.

The event's timestamp is when the browser received it.
"""


async def measure(flow: str, start: str, address: str) -> tuple[list[float], list[float]]:
    """Milliseconds for each input of a flow, alone and recorded.

    The page is at `address`; the browser opens at `start` first, so that the probe is installed in time.
    """
    first = f"{start}/start?to={address}"
    async with window_alone(first) as window:
        alone = await _painted(window, flow, address)
    with tempfile.TemporaryDirectory() as scratch:
        async with recorded_window(first, Path(scratch)) as window:
            recorded = await _painted(window, flow, address)
    return alone, recorded


async def _painted(window: Window, flow: str, address: str) -> list[float]:
    waits: list[float] = []

    def note(source: Any, wait_ms: float) -> None:
        waits.append(wait_ms)

    await window.page.context.expose_binding(_BINDING, note)
    await window.page.context.add_init_script(_PROBE)
    await window.page.goto(address)
    hand = Hand(window.page, Truth(flow), address)
    await importlib.import_module(f"benchmarks.captures.flows.{flow}").use(hand)
    return waits
