"""Words the claims of one state as clauses: what a person would tell first comes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, is_next_line
from claude_scope.plural import counted
from claude_scope.prompt.fence import TEXT_LIMIT, cut, quote
from claude_scope.prompt.rows.wording import describe_element, locator_suffix
from claude_scope.wording.model_claims import describe_model_claim, model_claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from claude_scope.values import Box, Claim, Moment, UiElement

SENTENCE_WORDS = 4
ERROR_LIMIT = 2 * TEXT_LIMIT
MAX_MODEL_CHARS = 600
"""Of what a model alone says in a row; an answer that is of no use would push out what was read."""
_OF_PAGE = frozenset({"theme", "state", "highlight"})
"""What changes while the texts stay."""


def clauses(
    claims: Sequence[Claim],
    limit: int,
    text_limit: int,
    elements: Mapping[str, UiElement],
    scale: float = 1.0,
    repeated: Collection[str] = (),
    where: str = "",
) -> tuple[list[str], int]:
    """The clauses of a state, and how many texts they leave out for length; `limit` is that of texts, errors aside.

    Places are given in pixels of the picture that the agent sees, which is scaled by `scale`. A click on one of the
    `repeated` texts has its place as well. `where` says where the texts are that are not quoted.
    """
    said = [one for one in claims if one.is_said and one.source != "model"]
    typed = {one.box for one in said if one.property == "type"}
    said = [one for one in said if one.kind == "act" or one.box not in typed]
    heads = {one.after for one in said if one.kind == "page"}
    came = list(_paragraphs([one for one in said if one.kind == "appeared" and one.after not in heads]))
    errors = [group for group in came if _is_error(group)]
    others = [group for group in came if not _is_error(group)]
    changed = [one for one in said if one.kind == "changed" and one.property not in _OF_PAGE]
    changed.sort(key=lambda one: one.property != "error")
    first = {id(group) for group in sorted(others, key=_rank)[:limit]}
    new = [_text(group, text_limit, elements) for group in others if id(group) in first]
    more = sum(one.kind == "appeared" and not one.is_said for one in claims) + len(others[limit:])
    found = [
        *_done(said, text_limit, elements, scale, repeated),
        *_whole(said),
        *(f"error: {quote(_joined(group), ERROR_LIMIT)}" for group in errors),
        *([f"new: {', '.join(new)}{f', and {more} more{where}' if more else ''}"] if new else []),
        *(_change(one, text_limit, elements) for one in changed[:limit]),
        *([f"{counted(len(changed) - limit, 'more change')}{where}"] if len(changed) > limit else []),
        *_gone(said, limit, text_limit),
    ]
    return found, len(others[limit:]) + len(changed[limit:])


def model_clauses(claims: Iterable[Claim], text_limit: int) -> list[str]:
    """One clause: what a model said of a state and the local reading could not check; what was done comes first."""
    parts: list[str] = []
    for one in model_claims(claims):
        parts.append(describe_model_claim(one, lambda text: quote(text, text_limit)))
        if sum(map(len, parts)) > MAX_MODEL_CHARS and len(parts) > 1:
            del parts[-1]
            break
    return [f"model: {', '.join(parts)}"] if parts else []


def _gone(said: Iterable[Claim], limit: int, text_limit: int) -> Iterator[str]:
    """What went away, in reading order with the lines of one paragraph as one."""
    lines = [replace(one, after=one.before) for one in said if one.kind == "disappeared"]
    groups = list(_paragraphs(lines))
    if groups:
        texts = [quote(_joined(group), text_limit) for group in groups[:limit]]
        more = f", and {len(groups) - limit} more" if len(groups) > limit else ""
        yield f"gone: {', '.join(texts)}{more}"


def _done(
    said: Iterable[Claim],
    text_limit: int,
    elements: Mapping[str, UiElement],
    scale: float,
    repeated: Collection[str],
) -> Iterator[str]:
    """What was done; a click where nothing is written is on the control of the page that is there, if it is known."""
    for one in said:
        if one.kind == "act" and one.property == "type":
            yield f"typed {quote(one.after, text_limit)}{f' into {quote(one.name, text_limit)}' if one.name else ''}"
        elif one.kind == "act" and one.name:
            place = f" {point_of(one, scale)}" if one.name in repeated else ""
            yield f"clicked {quote(one.name, text_limit)}{place}"
        elif one.kind == "act":
            control = elements.get(one.element)
            yield f"clicked {describe_element(control, text_limit) if control else point_of(one, scale)}"


def repeated_texts(moment: Moment) -> set[str]:
    """The texts that stand more than once in a picture: a click on one of them is not told by its text alone."""
    often = Counter(line.text for line in moment.reading.lines)
    return {text for text, count in often.items() if count > 1}


def point_of(claim: Claim, scale: float) -> str:
    """Where an act was done: `at (830, 235) px`."""
    if claim.box is None:
        return "somewhere"
    x, y = centre(claim.box)
    return f"at ({x * scale:.0f}, {y * scale:.0f}) px"


def _is_error(group: Sequence[Claim]) -> bool:
    return any(one.property == "error" for one in group)


def _rank(group: Sequence[Claim]) -> tuple[bool, int, float]:
    """What a model told as well, then sentences, then what is surest."""
    is_told = any(one.source == "confirmed" for one in group)
    return not is_told, -min(SENTENCE_WORDS, _words(_joined(group))), -max(one.probability for one in group)


def _joined(group: Sequence[Claim]) -> str:
    return " ".join(one.after for one in group)


def describe_claim(claim: Claim) -> str:
    """One claim in words, as `session.json` has it."""
    if claim.source == "model":
        return f"model: {describe_model_claim(claim, quote)}"
    if whole := next(_whole([claim]), ""):
        return whole
    if claim.is_place_alone():
        return f"clicked {point_of(claim, 1.0)}"
    what = f"{claim.kind} {claim.property}: "
    if claim.before and claim.after:
        return f"{what}{quote(claim.before)} -> {quote(claim.after)}"
    return f"{what}{quote(claim.after or claim.before or claim.name)}"


def _whole(said: Iterable[Claim]) -> Iterator[str]:
    """What happened to the page as a whole."""
    for one in said:
        if one.kind == "page" and one.state == 1:
            yield f"the recording starts on a page headed {quote(one.after)}"
        elif one.kind == "page":
            again = ", seen before" if one.before else ""
            yield f"another page, view or dialog{again}{f': {quote(one.after)}' if one.after else ''}"
        elif one.kind in ("opened", "closed"):
            named = one.after or one.before
            yield f"{one.kind}: {quote(named)}" if named else f"a dialog {one.kind}"
        elif one.kind == "moved" and one.property == "scroll":  # said by earlier versions only
            way, _, amount = one.after.partition(" ")
            yield f"the content scrolled {way} by {amount} px"
        elif one.kind == "sorted":
            yield f"rows changed places: {quote(one.name)} went {one.after}"
        elif one.kind == "changed" and one.property == "state":
            yield f"{quote(one.name)} is {one.after} now"
        elif one.property == "highlight":
            yield f"{quote(one.after)} is highlighted now, not {quote(one.before)}"
        elif one.property == "theme":
            yield "the colours of the screen changed while its texts stayed"


def _paragraphs(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The texts in reading order, with the lines of one paragraph as one."""
    group: list[Claim] = []
    for one in claims:
        if group and _goes_on(group[-1], one):
            group.append(one)
        else:
            if group:
                yield group
            group = [one]
    if group:
        yield group


def _goes_on(line: Claim, following: Claim) -> bool:
    """Whether a text is the next line of a paragraph."""
    a, b = line.box, following.box
    if a is None or b is None or line.element or following.element:
        return False
    return is_next_line(a, b) and _words(line.after) >= SENTENCE_WORDS and a.width >= b.width * 0.7


def _words(text: str) -> int:
    return len(text.split())


def _text(group: Sequence[Claim], text_limit: int, elements: Mapping[str, UiElement]) -> str:
    element = elements.get(group[0].element)
    if element is not None:
        return f"{describe_element(element, text_limit)}{locator_suffix(element, text_limit)}"
    return quote(_joined(group), text_limit if len(group) == 1 else 2 * text_limit)


def _change(claim: Claim, text_limit: int, elements: Mapping[str, UiElement]) -> str:
    """`"3 items" -> "4 items"`, with the control of the page that it is written on; an error is named as one."""
    element = elements.get(claim.element)
    on = ""
    if element is not None:
        on = f" of {cut(element.role, 30)} {quote(element.name, text_limit)}{locator_suffix(element, text_limit)}"
    is_error = claim.property == "error"
    error, after = ("error: ", quote(claim.after, ERROR_LIMIT)) if is_error else ("", quote(claim.after, text_limit))
    return f"{error}{quote(claim.before, text_limit)} -> {after}{on}"


def place_of(boxes: Sequence[Box], scale: float) -> str:
    """Where a picture changed: `at 120,40 300x200 px`."""
    left, top, width, height = (side * scale for side in around(boxes))
    return f"at {left:.0f},{top:.0f} {width:.0f}x{height:.0f} px"
