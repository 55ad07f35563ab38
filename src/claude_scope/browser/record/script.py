"""Builds the script that runs in each frame before the page's own scripts, in a JavaScript world of its own."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from claude_scope.browser.scripts import LABELS
from claude_scope.lexicon.secret_names import label_patterns
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE

MASK = "••••••"
"""Replaces a masked value in a capture; its fixed length does not reveal the length of the value."""

_PAGE = Path(__file__).parent / "page"
_RRWEB = Path(__file__).parent.parent / "rrweb" / "record.js"
_PARTS = (
    *("port", "timers", "listeners", "channel", "bridge", "nodes", "labels", "secrets", "places", "visibility"),
    *("hosted", "heartbeat"),
    *(f"acts/{name}" for name in ("targets", "toggles", "press", "typing", "keys", "moves")),
    *(f"dom/{name}" for name in ("ghosts", "observers", "rrweb", "masked", "states", "sheets", "sweep")),
    *(f"dom/{name}" for name in ("focus", "scrolled", "pointer", "validation", "dom")),
)
_PRIVATE = (
    "[data-private], .data-private, .rr-mask, .rr-block, .ph-no-capture, .ph-mask, .sentry-mask, "
    ".sentry-block, .fs-mask, .fs-exclude, .fs-block, .dd-privacy-mask, .dd-privacy-hidden, [data-dd-privacy=mask], "
    "[data-dd-privacy=hidden], .highlight-mask, .highlight-block, .amp-mask, .amp-block, .mouseflow-block, "
    ".lr-hide, [data-hj-suppress], [data-sentry-mask], [data-sentry-block], [data-clarity-mask=true]"
)
"""Attributes and classes that exclude elements from session recorders: rrweb, PostHog, Sentry, FullStory, Datadog,
Highlight, Amplitude, Mouseflow, LogRocket, Hotjar, Clarity."""


@dataclass(frozen=True, slots=True)
class Script:
    """The script and its names: its world, the function there through which it sends (`binding`), and the object in
    each frame that the host calls (`key`).
    """

    world: str
    binding: str
    key: str
    text: str


def build_script(*, heartbeat: bool = False) -> Script:
    """A script with random names; with `heartbeat` it stops itself when the host no longer calls `alive`."""
    world, binding, key = (f"_{secrets.token_hex(12)}" for _ in range(3))
    return Script(world, binding, key, compose(key=key, binding=binding, heartbeat=heartbeat))


def compose(*, key: str, binding: str, heartbeat: bool, port: str | None = None) -> str:
    """The script from its files. `port` is the JavaScript of a port to a host that is not the DevTools protocol."""
    config = {
        "binding": binding,
        "key": key,
        "heartbeat": heartbeat,
        "mask": MASK,
        "labels": label_patterns(),
        "shape": ISSUED_SHAPE,
        "private": _PRIVATE,
    }
    sources = {name.rpartition("/")[2]: _source(name) for name in _PARTS}
    if port is not None:
        sources["port"] = _expression(port)
    parts = ",\n".join(f"{name}: {source}" for name, source in sources.items())
    return f"({_source('main')})({json.dumps(config)}, {{\n{parts}\n}});"


def _source(name: str) -> str:
    """A file of page/, or one that inspected pages use too, as an expression."""
    if name == "labels":
        return LABELS
    text = _expression((_PAGE / f"{name}.js").read_text("utf-8"))
    return text.replace("__RRWEB__", _RRWEB.read_text("utf-8"))


def _expression(text: str) -> str:
    return text.rstrip().rstrip(";")
