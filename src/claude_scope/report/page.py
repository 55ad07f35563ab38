"""Writes `report.html`: one file with pictures, style, script and data, without network requests.

The page contains untrusted text (labels, titles, console lines). Three layers protect it: Jinja escapes every value,
the script only sets text, and the page's policy allows no other script, style or address (Content Security Policy
Level 3, https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.report import captured, text, view
from claude_scope.report.data import page_data
from claude_scope.report.images import Embedded, embed_pictures
from claude_scope.wording.capture_lanes import missing_parts, recorded_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Analysis, Prompt

REPORT_NAME = "report.html"
EmbeddedPictures: TypeAlias = tuple[list[Embedded], list[Embedded]]
_HERE = Path(__file__).parent


def write_report(
    analysis: Analysis,
    prompts: Sequence[Prompt],
    out: Path,
    small: Mapping[Path, Path] | None = None,
    sheets: Sequence[Path] = (),
    embedded: EmbeddedPictures | None = None,
) -> Path:
    """Write `out/report.html` and return its path; an existing report is replaced atomically.

    `small` maps `Keyframe.path` to copies scaled to `pictures.LONG_SIDE`. `sheets` are pictures of changes that are not
    described in words. A note replaces an unreadable frame. `embedded` is the result of `embed`, if called before.
    """
    html = render(analysis, prompts, small, sheets, embedded)
    out.mkdir(parents=True, exist_ok=True)
    path = out / REPORT_NAME
    part = path.with_suffix(".html.part")
    try:
        # A page's text may contain lone surrogates; UTF-8 cannot encode them.
        part.write_bytes(html.encode("utf-8", "replace"))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def render(
    analysis: Analysis,
    prompts: Sequence[Prompt],
    small: Mapping[Path, Path] | None = None,
    sheets: Sequence[Path] = (),
    embedded: EmbeddedPictures | None = None,
) -> str:
    """Render the report as HTML; for `small`, `sheets` and `embedded` see `write_report`."""
    frames, screenshots = embedded or embed(analysis, small or {})
    style, script = _joined("css"), _joined("js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            analysis=analysis,
            prompts=prompts,
            states=view.states(analysis, frames),
            sheets=[sheet for sheet in embed_pictures(sheets) if sheet.url],
            pages=view.pages(analysis, screenshots),
            stations=view.stations(analysis),
            missing=view.missing(analysis),
            observations=view.observations(analysis),
            feeds=captured.feeds(analysis.timeline),
            inferred=" (inferred)" if analysis.timeline.is_captured else "",
            recorded=(*recorded_parts(analysis), *missing_parts(analysis)),
            shown_lines=view.SHOWN_LINES,
            data=page_data(analysis),
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            version=metadata.version("claude-scope"),
        )
    )


def embed(analysis: Analysis, small: Mapping[Path, Path]) -> EmbeddedPictures:
    """Encode the pictures of the moments and of the pages; a page without a screenshot gets an empty `Embedded`."""
    keyframes = [moment.keyframe.path for moment in analysis.timeline.moments]
    frames = [small.get(path, path) for path in keyframes]
    screenshots = [snapshot.screenshot for snapshot in analysis.snapshots]
    embedded = embed_pictures([*frames, *(path for path in screenshots if path)])
    rest = iter(embedded[len(frames) :])
    return embedded[: len(frames)], [next(rest) if path else Embedded() for path in screenshots]


def _policy(style: str, script: str) -> str:
    """The page's Content Security Policy, which allows embedded pictures, this style and this script only."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")


@cache
def _joined(kind: str) -> str:
    """All files of a folder, joined in the order of their names; scripts share one private scope."""
    parts = [path.read_text(encoding="utf-8") for path in sorted((_HERE / kind).glob(f"*.{kind}"))]
    joined = "\n" + "\n".join(parts)
    return f"\n(() => {{\n'use strict';{joined}}})();\n" if kind == "js" else joined


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": clock,
        "started": text.capitalized,
        "lasting": text.format_duration,
        "filesize": text.format_size,
        "clipped": text.clip,
        "verbatim": escape,
        "link": view.link,
        "agent_name": view.agent_name,
    }
    environment.globals |= {"count": counted}
    return environment


def compile_templates() -> None:
    """Compile the templates ahead of `render`."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def _visible(value: Any) -> Any:
    """Make a value visible; Jinja calls this for every printed value. Markup is ours or already escaped."""
    return text.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
