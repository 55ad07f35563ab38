"""Writes file paths into a prompt: unaltered, on one line, with an unambiguous end."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\s\"'`<>()]+")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def quoted(path: str) -> str:
    """The path within a sentence, in double quotes if it contains spaces, quotes or brackets."""
    path = _one_line(path)
    return path if _PLAIN.fullmatch(path) else f'"{path}"'


def code(path: str) -> str:
    """The path as Markdown code, with as many backticks around it as it needs (CommonMark 0.31, 6.1)."""
    path = _one_line(path)
    longest = max((len(run) for run in re.findall("`+", path)), default=0)
    room = " " if path.startswith("`") or path.endswith("`") else ""
    return f"{'`' * (longest + 1)}{room}{path}{room}{'`' * (longest + 1)}"


def reference(path: str) -> str:
    """`@path` for Cursor, which attaches the file. It ends a path at a space, so such a path is written as code."""
    return f"@{path}" if _PLAIN.fullmatch(path) else code(path)


def link(path: str) -> str:
    """The path as a link's target between angle brackets (CommonMark 0.31, 6.3)."""
    return re.sub(r"([\\<>])", r"\\\1", _one_line(path))


def _one_line(path: str) -> str:
    """The path with line breaks and control characters escaped."""
    return _BREAKS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), path)
