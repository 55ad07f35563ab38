"""Writes one line per state of a capture: acts, the changes of the page that followed, network and console."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.prompt.captured.acts import describe_act, voice
from claude_scope.prompt.captured.network import describe_events, describe_log, describe_requests
from claude_scope.prompt.fence import cut, quote
from claude_scope.prompt.tokens import text_tokens
from claude_scope.values import HISTORY_MOVES
from claude_scope.wording.acts import NOTHING, NOTHING_ELSE, QUIET, WHOLE_PAGE, is_nothing, short_url
from claude_scope.wording.claim_wording import ClaimVoice, model_clauses
from claude_scope.wording.page_facts import describe_facts

if TYPE_CHECKING:
    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Act, Claim, Moment, NetworkRequest, Timeline

MAX_KEYS, MAX_NAME_CHARS = 8, 60
MAX_ROW_CHARS = range(320, 180, -20)
"""Maximum numbers of characters of the changes in a row; facts that do not fit are counted. One of the smaller
numbers applies if the rows take more than `MEAN_ROW_TOKENS` on average."""
MEAN_ROW_TOKENS, FEW_ROWS = 83, 6
"""Twelve rows take at most 1,000 tokens. Fewer rows than `FEW_ROWS` may take as much as that many."""


class CapturedRows:
    """The rows of a captured timeline at one level of detail."""

    def __init__(self, timeline: Timeline, detail: Detail) -> None:
        self._moments, self._detail = timeline.moments, detail
        self._rows_of_line: Counter[str] = Counter()
        self._first_row: dict[str, int] = {}
        told = ClaimVoice(quote, detail.text)
        self._model = {number: model_clauses(claims, told) for number, claims in _by_state(timeline).items()}
        for index, moment in enumerate(timeline.moments):
            texts = {line.text for line in moment.log}
            self._rows_of_line.update(texts)
            self._first_row = dict.fromkeys(texts, index) | self._first_row
        self._most = next(filter(self._fits, MAX_ROW_CHARS[:-1]), MAX_ROW_CHARS[-1])

    def _fits(self, most: int) -> bool:
        """Whether rows with at most this many characters of changes are short enough on average."""
        rows = (f"{self._done(at)} | {self._followed(at, most)[0]}" for at in range(len(self._moments)))
        return sum(map(text_tokens, rows)) <= MEAN_ROW_TOKENS * max(FEW_ROWS, len(self._moments))

    def row(self, index: int) -> tuple[str, int]:
        """A row, and the number of facts left out.

        `4 | 0:07.8 | click button "Save" | message: "Saved" | POST /notes 200`
        """
        moment, detail = self._moments[index], self._detail
        followed, left_out = self._followed(index, self._most)
        cells = [str(index + 1), clock(moment.keyframe.since_ms), self._done(index), followed]
        told_before = {line.text for line in moment.log if self._first_row[line.text] < index}
        said = [
            *describe_requests(_untold_requests(moment), moment.url, detail.text),
            *describe_log(moment.log, detail.text, self._rows_of_line, told_before),
            *(cut(text, 2 * detail.text) for text in moment.evidence),
        ]
        return " | ".join([*cells, *(["; ".join(said)] if said else [])]), left_out

    def _done(self, index: int) -> str:
        """The acts of a row."""
        acts = describe_acts_of(self._moments[index], min(self._detail.text, MAX_NAME_CHARS))
        return "; ".join(acts) or ("(start)" if not index else "-")

    def _followed(self, index: int, most: int) -> tuple[str, int]:
        """The changes of a row in at most `most` characters, and the number of facts left out."""
        moment, detail = self._moments[index], self._detail
        moved = _moved(moment, self._moments[index - 1].url if index else "", detail)
        room = min(most, detail.changes * most // 8) - sum(len(text) + len("; ") for text in moved)
        told, left_out = describe_facts(moment, voice(detail.text), max(most // 2, room))
        model = self._model.get(index + 1, [])
        otherwise = _otherwise(moment) if not model else ""
        return cut("; ".join([*moved, *filter(None, [told or otherwise]), *model]), most), left_out


def _by_state(timeline: Timeline) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = {}
    for claim in timeline.claims:
        found.setdefault(claim.state, []).append(claim)
    return found


def _untold_requests(moment: Moment) -> list[NetworkRequest]:
    """The requests except successful page loads, for which the row already has a navigation."""
    loaded = {event.url for event in moment.events}
    return [
        request
        for request in moment.requests
        if request.failed or request.kind != "document" or request.url not in loaded
    ]


def _otherwise(moment: Moment) -> str:
    """The text of a row without facts: its summary, or "-" if only the act itself had a visible effect."""
    if is_nothing(moment):
        return NOTHING
    return "-" if moment.summary == NOTHING_ELSE else moment.summary


def describe_acts_of(moment: Moment, limit: int) -> list[str]:
    """The acts of a state in words.

    Scrolling and pointing are left out if there are other acts. Keys that were pressed while nothing was focused form
    one entry.
    """
    acts = [act for act in moment.acts if act.kind not in QUIET] or list(moment.acts)
    typed = {act.target.node for act in acts if act.kind in ("type", "select")}
    acts = [act for act in acts if act.target.node not in typed or not _leads_to_typing(act)] or acts
    loose = [act for act in acts if act.kind == "key" and act.target.tag in WHOLE_PAGE]
    told = list(dict.fromkeys(describe_act(act, limit) for act in acts if act not in loose))
    if loose:
        keys = ", ".join(cut(act.key, 40) for act in loose[:MAX_KEYS])
        told.append(f"press {keys}{', …' if loose[MAX_KEYS:] else ''} with nothing focused")
    return [*_by_browser(moment), *told]


def _leads_to_typing(act: Act) -> bool:
    """Whether an act in a field only prepares typing into it."""
    return act.kind == "click" or (act.kind == "key" and act.key in ("Control+a", "Meta+a"))


def _by_browser(moment: Moment) -> list[str]:
    """The acts with the browser's own buttons."""
    if moment.acts:
        return []
    done = HISTORY_MOVES | {"reloaded ": "reload"}
    return list(
        dict.fromkeys(said for event in moment.events for start, said in done.items() if event.text.startswith(start))
    )


def _moved(moment: Moment, before: str, detail: Detail) -> list[str]:
    """Events of the page as a whole: navigations, dialogs, another address."""
    parts = describe_events(moment.events, moment.url, detail.text, before)
    moved = before and moment.url and moment.url != before
    if moved and not any(event.kind == "navigation" for event in moment.events):
        parts.append(f"address -> {cut(short_url(moment.url, before), 2 * detail.text)}")
    return parts
