"""Puts the claims about a recording without a capture into words for prompt, report, web app and `session.json`.

The claims are ordered by their importance to a person: acts, another page, errors, new texts, changes, removed texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.geometry import around, centre, is_next_line, runs
from claude_scope.plural import counted
from claude_scope.wording.model_claims import describe_model_claim, model_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from claude_scope.values import Box, Claim, Moment

SENTENCE_WORDS = 4
TEXT_LIMIT, ERROR_LIMIT = 160, 320
"""Maximum number of characters of a quoted text, and of an error."""
PEOPLE_LIMIT = 100
MAX_SUMMARY_TEXTS = 3
MAX_MODEL_CHARS = 600
"""Maximum number of characters in a row that come from a model alone, so that they do not displace what OCR read."""
NO_CHANGE = "no change of a text is sure"
_OF_PAGE = frozenset({"theme", "state", "highlight"})
"""Properties that change while the texts stay the same."""
_NOT_CHANGES = frozenset({"wrong", "unchanged_nearby", "flaw", "unchanged"})


def plain_quote(text: str, limit: int = PEOPLE_LIMIT) -> str:
    """The text between quotation marks, cut to `limit` characters."""
    return f'"{text}"' if len(text) <= limit else f'"{text[: limit - 1]}…"'


class Control(NamedTuple):
    """A control in the page's tree: its role and name, a description with both of its names, and its locator."""

    role_and_name: str
    described: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ClaimVoice:
    """How claims are worded: `quote` quotes texts, with at most `limit` characters of each.

    `controls` has the controls of the page's tree, by the element id of a claim. Places are in pixels of a picture that
    is scaled by `scale`; if it is 0, places are omitted. A click on one of the `repeated` texts is reported with its
    place. `where` says where the omitted texts are, `see` which sheet shows the change, and `below` that the texts of
    the screen follow.
    """

    quote: Callable[[str, int], str] = plain_quote
    limit: int = PEOPLE_LIMIT
    controls: Mapping[str, Control] = field(default_factory=dict)
    scale: float = 0.0
    repeated: Collection[str] = ()
    where: str = ""
    see: str = ""
    below: str = ""

    def text(self, text: str) -> str:
        """A text of the page, quoted."""
        return self.quote(text, self.limit)

    def long(self, text: str) -> str:
        """A text in a clause about the whole page, quoted with `TEXT_LIMIT` instead of `limit`."""
        return self.quote(text, TEXT_LIMIT)


FOR_PEOPLE = ClaimVoice()


def summary_of_claims(number: int, moment: Moment, claims: Iterable[Claim]) -> str:
    """The certain claims about the state with this number, on one line; if there are none, those of a model alone."""
    found = [claim for claim in claims if claim.state == number and claim.is_said]
    told, _ = tell_state(moment, found, FOR_PEOPLE, MAX_SUMMARY_TEXTS, is_first=number == 1)
    return "; ".join(told or model_clauses(found, FOR_PEOPLE))


def tell_state(
    moment: Moment, claims: Sequence[Claim], voice: ClaimVoice, limit: int, *, is_first: bool
) -> tuple[list[str], int]:
    """The clauses of a state, and how many texts they omit for length; errors do not count towards `limit`.

    Without a certain change, a clause says that the picture changed, and around which texts. It is left out if there
    are no such texts, but claims of a model.
    """
    local = [claim for claim in claims if claim.source != "model"]
    told, left_out = _clauses(local, limit, voice)
    around_texts = [voice.text(claim.after) for claim in local if claim.kind == "unchanged_nearby"]
    left_out += len(around_texts[limit:])
    if is_first:
        told = told or ["the recording starts"]
    elif not tells_change(local) and any(claim.kind == "page" and claim.is_said for claim in local):
        told += filter(None, [voice.see or voice.below])
    elif not tells_change(local) and (around_texts or not model_claims(claims)):
        told.append(_of_picture(moment, around_texts[:limit], voice))
    return told, left_out


def tells_change(claims: Iterable[Claim]) -> bool:
    """Whether the claims about a state include a change.

    A click is not a change, nor is another page without a text of it, nor a text that is merely near a change.
    """
    said = [claim for claim in claims if claim.is_said and claim.kind not in _NOT_CHANGES and claim.property != "click"]
    return any(claim.kind != "page" or claim.after for claim in said)


def model_clauses(claims: Iterable[Claim], voice: ClaimVoice) -> list[str]:
    """The model's claims that the local reading could not check, acts first, as one clause, or as none."""
    parts: list[str] = []
    for claim in model_claims(claims):
        parts.append(describe_model_claim(claim, voice.text))
        if sum(map(len, parts)) > MAX_MODEL_CHARS and len(parts) > 1:
            del parts[-1]
            break
    return [f"model: {', '.join(parts)}"] if parts else []


def describe_claim(claim: Claim, voice: ClaimVoice = FOR_PEOPLE) -> str:
    """One claim by itself: `changed text: "1" -> "2"`."""
    if claim.source == "model":
        return f"model: {describe_model_claim(claim, voice.text)}"
    if whole := next(_whole([claim], voice), ""):
        return whole
    if claim.is_place_alone():
        return f"clicked {point_of(claim, voice.scale or 1.0)}"
    return name_claim(claim, voice.text)


def name_claim(claim: Claim, quote: Callable[[str], str]) -> str:
    """A claim by its kind and its subject: `appeared error: "Saving failed"`."""
    what = f"{claim.kind} {claim.property}"
    if claim.before and claim.after:
        return f"{what}: {quote(claim.before)} -> {quote(claim.after)}"
    text = claim.after or claim.before or claim.name
    return f"{what}: {quote(text)}" if text else what


def why_wrong(claim: Claim) -> str:
    """The reason for suspecting a state."""
    if claim.property == "error":
        return f"an error appeared: {plain_quote(claim.after)}"
    if claim.property == "value":
        return f"{plain_quote(claim.before)} fell back to {plain_quote(claim.after)}"
    return claim.after


def point_of(claim: Claim, scale: float) -> str:
    """The place where an act happened: `at (830, 235) px`."""
    if claim.box is None:
        return "somewhere"
    x, y = centre(claim.box)
    return f"at ({x * scale:.0f}, {y * scale:.0f}) px"


def _clauses(local: Sequence[Claim], limit: int, voice: ClaimVoice) -> tuple[list[str], int]:
    said = [claim for claim in local if claim.is_said]
    typed = {line.box for line in said if line.property == "type"}
    said = [line for line in said if line.kind == "act" or line.box not in typed]
    heads = {claim.after for claim in said if claim.kind == "page"}
    came = list(runs([claim for claim in said if claim.kind == "appeared" and claim.after not in heads], _is_paragraph))
    errors = [group for group in came if _is_error(group)]
    others = [group for group in came if not _is_error(group)]
    changed = [claim for claim in said if claim.kind == "changed" and claim.property not in _OF_PAGE]
    changed.sort(key=lambda claim: claim.property != "error")
    texts, changes = _best(others, limit, _rank), _best([[claim] for claim in changed], limit, _is_unconfirmed)
    more = sum(claim.kind == "appeared" and not claim.is_said for claim in local) + len(others) - len(texts)
    more_changes = len(changed) - len(changes)
    found = [
        *_done(said, voice),
        *_whole(said, voice),
        *(f"error: {voice.quote(_joined(group), ERROR_LIMIT)}" for group in errors),
        *_listed("new", [_text(group, voice) for group in texts], f"{more} more{voice.where}" if more else ""),
        *(_change(claim, voice) for (claim,) in changes),
        *([f"{counted(more_changes, 'more change')}{voice.where}"] if more_changes else []),
        *_gone(said, limit, voice),
    ]
    return found, len(others) - len(texts) + more_changes


def _best(groups: Sequence[list[Claim]], limit: int, rank: Callable[[list[Claim]], Any]) -> list[list[Claim]]:
    """At most `limit` groups, or more if a model confirms more, in their order; those with the lowest rank are kept."""
    count = max(limit, sum(not _is_unconfirmed(group) for group in groups))
    return [groups[at] for at in sorted(sorted(range(len(groups)), key=lambda at: rank(groups[at]))[:count])]


def _listed(what: str, texts: Sequence[str], more: str) -> Iterator[str]:
    if texts:
        yield f"{what}: {', '.join(texts)}{f', and {more}' if more else ''}"


def _gone(said: Iterable[Claim], limit: int, voice: ClaimVoice) -> Iterator[str]:
    """The texts that disappeared, in reading order; the lines of a paragraph are joined."""
    groups = list(
        runs((replace(claim, after=claim.before) for claim in said if claim.kind == "disappeared"), _is_paragraph)
    )
    best = _best(groups, limit, _is_unconfirmed)
    more = len(groups) - len(best)
    yield from _listed("gone", [voice.text(_joined(group)) for group in best], f"{more} more" if more else "")


def _done(said: Iterable[Claim], voice: ClaimVoice) -> Iterator[str]:
    """The clauses about acts; a click at a place without text names the control of the page's tree there, if known."""
    for act in said:
        if act.kind == "act" and act.property == "type":
            yield f"typed {voice.text(act.after)}{f' into {voice.text(act.name)}' if act.name else ''}"
        elif act.kind == "act" and act.name:
            place = f" {point_of(act, voice.scale)}" if act.name in voice.repeated else ""
            yield f"clicked {voice.text(act.name)}{place}"
        elif act.kind == "act" and (act.element in voice.controls or voice.scale):
            control = voice.controls.get(act.element)
            yield f"clicked {control.described if control else point_of(act, voice.scale)}"


def _whole(said: Iterable[Claim], voice: ClaimVoice) -> Iterator[str]:
    """The clauses about the page as a whole."""
    for claim in said:
        if claim.kind == "page" and claim.state == 1:
            yield f"the recording starts on a page headed {voice.long(claim.after)}"
        elif claim.kind == "page":
            again = ", seen before" if claim.before else ""
            yield f"another page, view or dialog{again}{f': {voice.long(claim.after)}' if claim.after else ''}"
        elif claim.kind in ("opened", "closed"):
            named = claim.after or claim.before
            yield f"{claim.kind}: {voice.long(named)}" if named else f"a dialog {claim.kind}"
        elif claim.kind == "moved" and claim.property == "scroll":
            way, _, amount = claim.after.partition(" ")
            yield f"the content scrolled {way} by {amount} px"
        elif claim.kind == "sorted":
            yield f"rows changed places: {voice.long(claim.name)} went {claim.after}"
        elif claim.kind == "changed" and claim.property == "state":
            yield f"{voice.long(claim.name)} is {claim.after} now"
        elif claim.property == "highlight":
            yield f"{voice.long(claim.after)} is highlighted now, not {voice.long(claim.before)}"
        elif claim.property == "theme":
            yield "the colours of the screen changed while its texts stayed"


def _text(group: Sequence[Claim], voice: ClaimVoice) -> str:
    control = voice.controls.get(group[0].element)
    if control is not None:
        return f"{control.described}{control.locator}"
    return voice.quote(_joined(group), voice.limit if len(group) == 1 else 2 * voice.limit)


def _change(claim: Claim, voice: ClaimVoice) -> str:
    """`"3 items" -> "4 items"`, with the control of the page that contains it; an error is marked as one."""
    control = voice.controls.get(claim.element)
    on = f" of {control.role_and_name}{control.locator}" if control else ""
    is_error = claim.property == "error"
    error, after = ("error: ", voice.quote(claim.after, ERROR_LIMIT)) if is_error else ("", voice.text(claim.after))
    return f"{error}{voice.text(claim.before)} -> {after}{on}"


def _of_picture(moment: Moment, texts: Sequence[str], voice: ClaimVoice) -> str:
    """The clause for a state without a certain change: that the picture changed, where, and the `texts` there."""
    changed = moment.keyframe.changed
    if not moment.reading.was_read and not (changed and voice.scale):
        return "the picture was not read"
    standing = f" around {', '.join(texts)}" if texts else ""
    if voice.see:
        return f"the picture changed{standing}; {voice.see}"
    where = f" {_place_of(changed, voice.scale)}" if changed and voice.scale else ""
    return f"the picture changed{where}{',' if where and standing else ''}{standing}; {NO_CHANGE}"


def _place_of(boxes: Sequence[Box], scale: float) -> str:
    """The place where a picture changed: `at 120,40 300x200 px`."""
    left, top, width, height = (side * scale for side in around(boxes))
    return f"at {left:.0f},{top:.0f} {width:.0f}x{height:.0f} px"


def _is_error(group: Sequence[Claim]) -> bool:
    return any(claim.property == "error" for claim in group)


def _rank(group: Sequence[Claim]) -> tuple[bool, int, float]:
    """The sort key of texts: first those that a model confirms, then those with more words, then the more certain."""
    return _is_unconfirmed(group), -min(SENTENCE_WORDS, _words(_joined(group))), -max(claim.score for claim in group)


def _is_unconfirmed(group: Sequence[Claim]) -> bool:
    return all(claim.source != "confirmed" for claim in group)


def _is_paragraph(line: Claim, following: Claim) -> bool:
    """Whether the text of `following` continues the paragraph of `line`."""
    a, b = line.box, following.box
    if a is None or b is None or line.element or following.element:
        return False
    return is_next_line(a, b) and _words(line.after) >= SENTENCE_WORDS and a.width >= b.width * 0.7


def _joined(group: Sequence[Claim]) -> str:
    return " ".join(claim.after for claim in group)


def _words(text: str) -> int:
    return len(text.split())
