"""Builds the script that runs in each frame before the page's own scripts."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from claude_scope.browser.scripts import LABELS
from claude_scope.lexicon.secret_names import label_patterns
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE

MASK = "••••••"
"""Replaces a masked value in a capture; its fixed length does not reveal that of the value."""

_PAGE = Path(__file__).parent / "page"
_RRWEB = Path(__file__).parent.parent / "rrweb" / "record.js"
_PARTS = (
    *("nodes", "channel", "bridge", "labels", "secrets", "targets", "dom", "toggles", "press", "typing", "keys"),
    *("moves", "places", "faults", "visibility"),
)
_CHANNEL = "__playwright__binding__"
"""Playwright's binding that carries all exposed functions."""
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
    """The script, and the unguessable name of the function through which it sends.

    `settle` makes a frame send its pending events; `mark` has a page record the places of nodes.
    """

    binding: str
    text: str
    settle: str
    mark: str


def build_script() -> Script:
    """A script with random names, so that pages cannot prepare for it."""
    binding, key = (f"_{secrets.token_hex(12)}" for _ in range(2))
    config = {
        "binding": binding,
        "channel": _CHANNEL,
        "key": key,
        "mask": MASK,
        "labels": label_patterns(),
        "shape": ISSUED_SHAPE,
        "private": _PRIVATE,
    }
    parts = ",\n".join(f"{name}: {_source(name)}" for name in _PARTS)
    text = f"({_source('main')})({json.dumps(config)}, {{\n{parts}\n}});"
    return Script(binding, text, f"window.{key}?.leave()", f"(given) => window.{key}?.mark(given)")


def _source(name: str) -> str:
    """A file of page/, or one that inspected pages use too, as an expression."""
    if name == "labels":
        return LABELS
    text = (_PAGE / f"{name}.js").read_text("utf-8").rstrip().rstrip(";")
    return text.replace("__RRWEB__", _rrweb())


def _rrweb() -> str:
    """The DOM recorder without its source map comment, which would comment out the code after it."""
    return "\n".join(
        line for line in _RRWEB.read_text("utf-8").splitlines() if not line.startswith("//# sourceMappingURL")
    )
