"""A framework's HTML for each part of a screen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


class _Values(dict[str, str]):
    """The values of one part; missing ones are empty."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Dress:
    """One framework, or none: `css` are paths below `node_modules`; `light` and `dark` attributes of the page."""

    name: str
    css: tuple[str, ...]
    dark_css: tuple[str, ...]
    light: str
    dark: str
    dark_class: str
    body_class: str
    is_test: bool
    classes: dict[str, str]
    shapes: dict[str, str]
    active: dict[str, str]

    @property
    def has_dark(self) -> bool:
        """Whether it has a dark theme."""
        return bool(self.dark or self.dark_css or self.dark_class)

    def part(self, shape: str, **values: str) -> str:
        """The HTML of one part. Values are HTML already."""
        return self.shapes[shape].format_map(_Values({**self.classes, **values}))

    def current(self, kind: str) -> dict[str, str]:
        """The values that mark the current one of a group: `kind` is "tab", "nav", "side" or "page"."""
        return {"active": self.active.get(kind, ""), "active_item": self.active.get(f"{kind}_item", "")}

    def page(self, body: str, style: str, *, dark: bool, language: str) -> str:
        """A whole page with this framework's style sheets and one of our own, `style`."""
        css = self.dark_css if dark and self.dark_css else self.css
        links = "".join(f'<link rel="stylesheet" href="{(MODULES / one).as_uri()}">' for one in css)
        theme = self.dark if dark else self.light
        classes = " ".join((self.body_class, self.dark_class if dark else ""))
        return (
            f'<!doctype html><html lang="{language}" {theme} class="{self.dark_class if dark else ""}"><head>'
            f'<meta charset="utf-8">{links}<style>{style}</style></head><body class="{classes}">{body}</body></html>'
        )


def text(words: str) -> str:
    """Text escaped for HTML."""
    return escape(words, quote=True)


@cache
def dress(name: str) -> Dress:
    """The framework whose file is `frameworks/NAME.toml`."""
    plain = _read("default")
    own = _read(name)
    return Dress(
        name,
        tuple(own.get("css", ())),
        tuple(own.get("dark_css", ())),
        own.get("light", ""),
        own.get("dark", ""),
        own.get("dark_class", ""),
        own.get("body_class", ""),
        own.get("test", False),
        own.get("classes", {}),
        {**plain["shapes"], **own.get("shapes", {})},
        own.get("active", {}),
    )


@cache
def frameworks() -> tuple[Dress, ...]:
    """All frameworks, sorted by name."""
    names = sorted(file.stem for file in (HERE / "frameworks").glob("*.toml"))
    return tuple(dress(name) for name in names if name != "default")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "frameworks" / f"{name}.toml").read_text(encoding="utf-8"))
