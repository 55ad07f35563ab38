"""Flags page text that reads like instructions to an AI agent; it is never removed, so that people see it.

This is a list of patterns, not a classifier: the fence protects the agent, and a flag only asks a person to look. All
patterns are bounded, so they run in linear time on hostile text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.prompt.fence import clean, has_hidden_characters, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_scope.values import Analysis, Moment, Node, Snapshot, UiElement

MAX_SCANNED_CHARS = 20_000
"""The longest text that is scanned, in characters; a longer text is flagged for its length."""

_INSTRUCTION = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|rule|guideline|direction|context|
        message|command)s?\b
  | \b(?:ignore|disregard|forget)\b.{0,20}\b(?:everything|anything|all|the|what|whatever)\s
        (?:(?:that\s)?(?:is|was|were|came|comes|stands|written|said)\s){0,2}(?:above|before|so\sfar|foregoing|preceding)\b
  | \b(?:ignorier\w*|vergiss)\b.{0,40}\b(?:anweisung|vorgabe)\w*
  | \b(?:ignore[zr]|oublie[zr])\b.{0,40}\b(?:instructions?|consignes?)\b
  | \b(?:ignora|olvida)\b.{0,40}\binstrucciones\b
  | (?:忽略|无视).{0,12}(?:指令|指示|提示)
  | \b(?:system|developer)\s{0,3}(?:prompt|message|instruction)s?\b
  | (?:^|["'\s])(?:system|assistant|developer)\s{0,3}:\s
  | ^human\s{0,3}:
  | <\|?\s{0,3}/?(?:im_start|im_end|system|assistant|endoftext|instructions?|task)\b
  | \[/?inst\]
  | \byou\sare\s(?:now\s)?(?:an?|the|my)\s(?:ai|assistant|agent|language\smodel|chatbot|coding)\b
  | \b(?:ai|llm|coding)[\s-](?:agent|assistant|model)s?\b.{0,40}\b(?:must|should|please|run|execute|follow|open|send)\b
  | \bnew\s(?:instruction|task|directive)s?\s{0,3}:
  | \b(?:do\snot|don't|never)\s(?:tell|inform|mention|warn|alert)\b.{0,30}\b(?:user|developer|human|anyone)\b
  | \b(?:curl|wget)\b.{0,120}\|\s{0,3}(?:sudo\s)?(?:ba|z|da)?sh\b
  | \brm\s-[rf]{2}\b
  | \b(?:run|execute|paste|type)\b.{0,30}\b(?:command|script|shell|terminal|powershell)\b
  | \b(?:exfiltrate|leak|upload|send|post)\b.{0,40}
      (?:\b(?:secret|credential|api\skey|environment\svariable|token)s?\b|\.env\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PREFILTER = re.compile(
    r"ignor|disregard|forget|vergiss|overrid|bypass|oublie|olvida|\u5ffd\u7565|\u65e0\u89c6|system|developer|assistant|human|im_|"
    r"endoftext|instruct|inst\]|you are|agent|model|llm|new |tell|inform|mention|warn|alert|curl|wget|rm -|"
    r"command|script|shell|terminal|secret|credential|api key|\.env|variable|token|task",
    re.IGNORECASE,
)
"""A cheap first scan: most labels of a page are harmless and skip the long pattern."""
_FENCE_TAG = re.compile(r"<\s{0,3}/?\s{0,3}page-data", re.IGNORECASE)


def why_suspicious(text: str) -> str:
    """The reasons why a person should look at a text of the page, in a few words; "" if it looks harmless."""
    if len(text) > MAX_SCANNED_CHARS:
        return "is very long"
    plain = text if text.isascii() and text.isprintable() else unicodedata.normalize("NFKC", clean(text))
    addressed = _PREFILTER.search(plain) and (_INSTRUCTION.search(text) or _INSTRUCTION.search(plain))
    reasons = {
        "tries to close the fence": _FENCE_TAG.search(text),
        "holds characters that hide or reorder text": has_hidden_characters(text),
        "reads like an instruction to an AI agent": addressed,
    }
    return ", ".join(reason for reason, found in reasons.items() if found)


_NOT_ON_SCREEN = "the tree, not on the screen"
_LOCATOR = "a locator"

PageText = tuple[str, str]
"""The place where a text was found, and the text."""


def page_texts(analysis: Analysis) -> Iterator[PageText]:
    """Yield every text of the analysis that comes from a page or from the recording's file, or derives from these."""
    yield "the recording's own title", analysis.recording_title
    yield "the recording's own notes", analysis.recording_notes
    yield "the URL", analysis.seed_url
    if (told := analysis.understanding) is not None:
        yield "the model's words", f"{told.title} {told.shown}"
    for snapshot in analysis.snapshots:
        yield from _of_snapshot(snapshot)
    known: set[int] = set()
    for number, moment in enumerate(analysis.timeline.moments, 1):
        for text in (*_of_moment(moment), *_of_capture(moment)):
            yield f"state {number}", text
        if analysis.timeline.is_captured:
            yield f"state {number}", moment.summary  # without a capture it consists of the claims in words
            yield from _of_tree(moment.tree, known)
        yield from ((_LOCATOR, e.locator) for e in _elements(moment))
    timeline = analysis.timeline
    for claim in timeline.claims:
        yield from ((f"state {claim.state}", text) for text in (claim.before, claim.after, claim.name))
    for text in (
        *(() if timeline.is_captured else (timeline.wrong_because, *(s.because for s in timeline.also_wrong))),
        *timeline.only_on_screen,
        *timeline.only_in_tree,
        *timeline.unnamed,
    ):
        yield "the timeline", text
    for lane in analysis.lanes:
        yield f"the {lane.name} lane", lane.error


def _of_snapshot(snapshot: Snapshot) -> Iterator[PageText]:
    yield from (("the URL", text) for text in (snapshot.url, snapshot.final_url))
    yield "the page's title", snapshot.title
    yield from (("the console", text) for text in snapshot.console)
    yield from (("a failed request", text) for text in snapshot.failed_requests)
    yield from (("the browser lane", text) for text in (snapshot.error, *snapshot.notes))
    if snapshot.tree is not None:
        yield from _of_tree(snapshot.tree, set())


def _of_tree(tree: Node, known: set[int]) -> Iterator[PageText]:
    """Yield the texts of a tree except its nodes in `known`, to which it adds the others: states share most nodes."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if id(node) in known:
            continue
        known.add(id(node))
        stack.extend(reversed(node.children))
        where = _NOT_ON_SCREEN if node.hidden else "the tree"
        yield from ((where, text) for text in (node.name, node.text))
        yield from (("the tree", text) for text in (*node.states, *(value for _, value in node.props)))
        yield _LOCATOR, node.locator


def _of_moment(moment: Moment) -> Iterator[str]:
    yield from (*moment.evidence, moment.reading.description)
    yield from (line.text for line in moment.reading.lines)
    for e in _elements(moment):
        yield from (e.label, e.name, e.value, *e.state)
    for change in moment.changes:
        yield from (change.before, change.after)
    for fact in moment.facts:
        yield from fact.texts


def _of_capture(moment: Moment) -> Iterator[str]:
    """Yield the texts of a state's acts, console lines, requests and page events."""
    yield moment.url
    for act in moment.acts:
        yield from (act.value, act.key, act.erased)
        for target in (act.target, *((act.to,) if act.to else ())):
            yield from (target.role, target.name, target.tag, target.locator)
    for line in moment.log:
        yield from (line.text, line.place, line.stack)
    for request in moment.requests:
        yield from (request.url, request.method, request.failure)
    for event in moment.events:
        yield from (event.text, event.url)


def _elements(moment: Moment) -> Iterator[UiElement]:
    yield from moment.elements
    yield from (change.element for change in moment.changes)


def flag_texts(texts: Iterable[PageText], limit: int = 100) -> tuple[str, ...]:
    """Return one line per suspicious text: its place, the reason, its beginning; the last line counts hidden texts.

    Locators repeat other texts, and may contain attributes found nowhere else. So a suspicious locator is flagged only
    if it repeats no flagged text.
    """
    texts = sorted(texts, key=lambda pair: pair[0] == _LOCATOR)
    found: dict[str, str] = {}
    seen: set[str] = set()
    hidden: set[str] = set()
    for where, text in texts:
        if where == _NOT_ON_SCREEN and text:
            hidden.add(text)
        if len(text) < 6 or text in seen:
            continue
        seen.add(text)
        if where == _LOCATOR and any(_letters_and_digits(other) in _letters_and_digits(text) for other in found):
            continue
        if len(found) < limit and (why := why_suspicious(text)):
            found[text] = f"{where}: {why}: {quote(text, 80)}"
    lines = list(found.values())
    if hidden:
        lines.append(f"{counted(len(hidden), 'text')} of the tree that the screen does not show, marked [hidden]")
    return tuple(lines)


def _letters_and_digits(text: str) -> str:
    """The letters and digits of a text, for comparison: locators escape quotes and backslashes."""
    return "".join(letter for letter in text if letter.isalnum())
