"""Puts the content of a capture into words for prompt, report and web app: acts, requests, console lines, page events.

A `Voice` says how texts of the page are cut and quoted, because a prompt removes markup and a page for people does not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import Act, LogLine, Moment, NetworkRequest, PageEvent, Target

NOTHING, NOTHING_ELSE = "nothing changed", "Nothing else changed."
SLOW_MS = 1_000
PAGE_LIMIT = 80
"""Maximum number of characters of a quoted text on a page for people."""
_VERBS = {"dblclick": "double-click", "contextmenu": "right-click", "file": "choose file"}
LINE_END = "\u23ce"
"""The symbol of the Enter key, which stands between the lines of a typed text."""
_FIELD_TAGS = ("input", "textarea")
TAB_CLOSED = " closed"
"""The end of the text of an event in which a tab or popup was closed."""
WHOLE_PAGE = ("", "html", "body", "#document")
"""Tags of targets that stand for the whole page. If a key press has such a target, no element was focused."""
QUIET = frozenset({"scroll", "hover"})
"""Acts to which a page need not respond."""


def _cut(text: str, limit: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= limit else f"{one_line[: limit - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Voice:
    """How texts of the page are shown: `cut` shortens a text to a number of characters, `quote` quotes it."""

    cut: Callable[[str, int], str] = _cut
    quote: Callable[[str], str] = lambda text: json.dumps(_cut(text, PAGE_LIMIT), ensure_ascii=False)


FOR_PEOPLE = Voice()


def describe_act(act: Act, voice: Voice = FOR_PEOPLE, name: Callable[[Target], str] | None = None) -> str:
    """`click button "Add"`, `Control+click row "Ada"`, `press Enter in textbox "Name"`, `clear textbox "Name"`.

    `name` describes a target; by default it gives the role and the name.
    """
    name = name or (lambda target: describe_target(target, voice))
    on, value = name(act.target), voice.quote(act.value)
    if act.kind == "type" and act.erased:
        return f"type {voice.quote(with_line_ends(act.erased))} into {on}, then clear it"
    if act.kind == "type" and act.value:
        typed = with_line_ends(act.value)
        return f"type {voice.quote(typed) if typed else 'only spaces'} into {on}"
    if act.kind == "type":  # an editor may have been emptied by the page, such as after sending a message
        return f"clear {on}" if act.target.tag in _FIELD_TAGS else f"type into {on}"
    if act.kind == "select":
        return f"select {value} in {on}"
    if act.kind == "file":
        return f"choose file {value} in {on}"
    if act.kind == "key":
        is_page = act.target.tag in WHOLE_PAGE
        return f"press {voice.cut(act.key, 40)}{'' if is_page else f' in {on}'}"
    held = "".join(f"{key}+" for key in act.modifiers)
    if act.kind == "drag":
        return f"{held}drag {on} to {name(act.to) if act.to else _point(act)}"
    if act.kind == "scroll":
        return f"scroll {'the page' if act.target.tag in WHOLE_PAGE else on}"
    return f"{held}{_VERBS.get(act.kind, act.kind)} {on}"


def with_line_ends(text: str) -> str:
    """The text on one line, with a symbol where a line ends: `a = 1⏎b = 2`."""
    return LINE_END.join(line.rstrip() for line in text.strip().splitlines())


def describe_target(target: Target, voice: Voice = FOR_PEOPLE) -> str:
    """`button "Add"`; a target without a name is described by its role, or by its tag."""
    if target.tag in ("html", "body"):
        return f"the page over {voice.cut(target.name, PAGE_LIMIT)}" if target.name else "the page"
    kind = voice.cut(target.role or target.tag, 30) or "element"
    named = f"{kind} {voice.quote(target.name)}" if target.name else kind
    return f"{named} of {voice.quote(target.within)}" if target.within else named


def _point(act: Act) -> str:
    return f"({act.to_point[0]:.0f}, {act.to_point[1]:.0f})" if act.to_point else "another place"


def tab_name(page: str) -> str:
    """`tab 2` from the id of a page; the ids number the pages in the order in which they were opened."""
    number = page.removeprefix("p")
    return f"tab {number}" if number.isdecimal() and len(number) <= 4 else "another tab"


def is_nothing(moment: Moment) -> bool:
    """Whether neither page nor picture changed in a state."""
    return any(fact.kind == "nothing" for fact in moment.facts) or (
        not moment.facts and moment.summary.startswith("Nothing that the page shows")
    )


def short_url(url: str, page_url: str) -> str:
    """The path of an address on the page's own origin; other addresses unchanged."""
    try:
        parts, page = urlsplit(url), urlsplit(page_url)
    except ValueError:
        return url
    if (parts.scheme, parts.netloc) != (page.scheme, page.netloc):
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}" + (f"#{parts.fragment}" if parts.fragment else "")


def describe_answer(request: NetworkRequest, voice: Voice = FOR_PEOPLE) -> str:
    """`200`, `500, 1.2 s`, `no answer`, `net::ERR_FAILED`."""
    answer = voice.cut(request.failure, 60) or (str(request.status) if request.status else "no answer")
    if request.end_ms is None:
        return answer if answer == "no answer" else f"{answer}, its body did not end"
    took_ms = request.end_ms - request.start_ms
    return f"{answer}, {took_ms / 1000:.1f} s" if took_ms >= SLOW_MS else answer


def describe_source(line: LogLine, voice: Voice = FOR_PEOPLE) -> str:
    """`uncaught error`, `console warning`."""
    kind = voice.cut(line.kind, 30)
    return kind if kind.startswith("uncaught") else f"console {kind}"


def describe_event(event: PageEvent, page_url: str) -> str:
    """The text of an event of a page; an address on its own origin becomes a path."""
    return event.text.replace(event.url, short_url(event.url, page_url)) if event.url else event.text
