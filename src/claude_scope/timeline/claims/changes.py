"""The claims about one state: what text came, went or became another, another page, scrolling, sorting, a theme."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, grown, holds, intersection, same_place
from claude_scope.lexicon.error_words import asks_to_confirm, has_error_word, says_error
from claude_scope.timeline.claims.probability import Evidence, error_probability, probability, threshold
from claude_scope.timeline.claims.row_bands import RowBands
from claude_scope.timeline.claims.row_diff import ALIKE_PX, repainted, row_diff
from claude_scope.timeline.claims.said import with_said
from claude_scope.timeline.claims.table_cells import cells_of_other_rows
from claude_scope.timeline.claims.text_rows import WORD, TextRow, text_rows
from claude_scope.timeline.claims.typed_text import typed_text
from claude_scope.timeline.text_compare import same_text, similarity, skeleton
from claude_scope.values import Box, Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.timeline.claims.row_diff import Pairs, RowDiff
    from claude_scope.values import ClaimKind, Line, Moment

CELL_PX = 12
"""Two readings of one text stand in one cell of a grid this wide, or in neighbouring ones."""
ANOTHER_PAGE = 0.35
"""With a smaller share of common rows another page or view is there."""
MIN_SCROLLED_ROWS, MIN_SCROLL_PX = 4, 40.0
"""So many rows went the same way where the content scrolled, and further than a line that is inserted moves them."""
MIN_CAME_BACK = 8
"""So many rows come back where content scrolls back."""
SCROLLED_SHARE = 0.6
"""So much of what moved and of what came agrees with the scrolling."""
LONG_TEXTS = 30
"""Letters of two texts that move alike by chance in no page."""
MIN_SORTED_ROWS = 2
SAME_COLUMN_PX = 24.0
"""What begins, or is centred, within this distance stands in one column."""
HEADING_HEIGHT = 1.5
"""A heading is at least so much higher than the usual row."""
SURE_HEADING = 0.95
"""Confidence of its least sure letter: a page is called by its heading in all that follows."""
MIN_HEADING_LETTERS, MAX_HEADING_LETTERS = 3, 70
POINTER = Box(-6, -6, 34, 40)
"""What the picture of a pointer may cover, from its tip."""
OVERLAY_DENSITY = 0.12
"""The share of a menu that its words fill; rows that changed here and there fill less of the box around them."""
FEW_FOREIGN = 0.05
"""A script that fewer of a page's letters have is not the page's: an icon was read as a letter."""
RED_SHARE = 0.5
"""So much of a message is red: of a row of two buttons, one of them red, less is."""
MAX_LOCAL_ROWS = 10
"""A message comes with little else; where more came, an error word is one of the view that opened."""
STRONG_ERROR = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception)\b|\bTraceback\b|\b(?:HTTP|[Ee]rror|ERROR|[Ss]tatus|[Cc]ode)\W{0,3}[45]\d\d\b"
    r"|\b[45]\d\d\b\W{0,3}(?i:not found|forbidden|bad (?:request|gateway)|internal|unauthori|unavailable|error"
    r"|page not found|method not allowed|service unavailable|gateway time-?out|server error|too many requests)"
    r"|\bE(?:CONNREFUSED|CONNRESET|NOTFOUND|NOENT|ACCES|TIMEDOUT|ADDRINUSE)\b|\bfatal:"
    r"|(?<!\w)#(?:REF!|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)"
)
"""What is an error on any page: a traceback, an exception, a status code, what a spreadsheet cannot compute."""
_LETTERS, _DIGIT = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\d")
HEADING_OF_ITEM = 1.2
"""The heading of what an item of a list opens is so much higher than the item."""
MAX_UNRELATED, RELATED = 2, 0.4
"""With more pairs than this whose similarity is below `RELATED`, another list stands there: no text became another."""
RECOLOURED_SHARE, RECOLOURED_KEPT = 0.6, 0.8
"""So much of the picture changes, and so many of its rows stay, where only colours changed."""
SORTED_PROBABILITY = THEME_PROBABILITY = 0.95
TYPED_PROBABILITY = 0.93
"""Of the ten such texts of the tuned applications nine were typed."""
SCROLL_PROBABILITY = 0.7
"""Five of seven such claims were right in the tuned applications, so scrolling is kept and not said."""


class KnownRows:
    """The rows of all earlier states, by their words and the cell of a grid in which they begin."""

    def __init__(self) -> None:
        self._cells: set[tuple[str, int, int]] = set()

    def add(self, rows: Iterable[TextRow]) -> None:
        """Remember the rows of a state."""
        self._cells.update((row.text, *_cell(row.box)) for row in rows)

    def has(self, row: TextRow) -> bool:
        """Whether an earlier state had this row at this place."""
        x, y = _cell(row.box)
        return any((row.text, x + right, y + down) in self._cells for right in (-1, 0, 1) for down in (-1, 0, 1))


def _cell(box: Box) -> tuple[int, int]:
    return round(box.x / CELL_PX), round(box.y / CELL_PX)


@dataclass(frozen=True, slots=True)
class _Statistics:
    """How sure the rows of a picture are, as a median, and how often each text stands there."""

    confidence: float
    often: Counter[str]

    @classmethod
    def of(cls, rows: Sequence[TextRow]) -> _Statistics:
        return cls(median(row.confidence for row in rows) if rows else 0.0, Counter(row.text for row in rows))


@dataclass(frozen=True, slots=True)
class Pair:
    """A state, by its number from 1, and the state that it is compared with; both with their rows.

    `clicked` is the text that a click led from, `heads` is where headings of pages stood before.
    """

    number: int
    before: Moment
    after: Moment
    rows_before: Sequence[TextRow]
    rows_after: Sequence[TextRow]
    known: KnownRows = field(default_factory=KnownRows)
    clicked: Line | None = None
    heads: Sequence[Box] = ()
    diff: RowDiff = field(init=False)
    placed: RowBands = field(init=False)
    stats_before: _Statistics = field(init=False)
    stats_after: _Statistics = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "diff", row_diff(self.rows_before, self.rows_after, self.after.keyframe.changed))
        object.__setattr__(self, "placed", RowBands(self.diff.placed))
        for name, rows in (("stats_before", self.rows_before), ("stats_after", self.rows_after)):
            object.__setattr__(self, name, _Statistics.of(rows))

    @property
    def is_another_page(self) -> bool:
        """Whether another page or view is there."""
        return self.diff.kept < ANOTHER_PAGE and bool(self.diff.came)

    @property
    def is_local(self) -> bool:
        """Whether little came, as where a message answers what somebody did."""
        return not self.is_another_page and len(self.diff.came) + len(self.diff.became) <= MAX_LOCAL_ROWS


def readable_rows(moment: Moment) -> list[TextRow]:
    """The rows of a state without what is no text: icons that were read as letters of another script."""
    rows = text_rows(moment.reading.lines)
    scripts = [script for row in rows for script in map(_script, row.text) if script]
    counts = Counter(scripts)
    foreign = {one for one, count in counts.items() if count < FEW_FOREIGN * len(scripts)}
    return [row for row in rows if not foreign.intersection(map(_script, row.text))]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter, "" of what is no letter: LATIN, CYRILLIC, CJK, ..."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def claims_of_state(pair: Pair) -> list[Claim]:
    """All that is claimed of one state, sure or not, with those marked that are said."""
    return with_said(_claims(pair))


def _claims(pair: Pair) -> list[Claim]:
    diff = pair.diff
    if scrolled := _scrolled(pair, diff):
        return [scrolled, *(one for one in _came(pair, diff.came) if one.property == "error")]
    if pair.is_another_page:
        return [_page(pair, diff), *_came(pair, diff.came)]
    if reordered := _sorted(pair, diff.moved):
        return [reordered, *(one for one in _came(pair, diff.came) if one.property == "error")]
    if (typed := _typed(pair)) is not None:
        return [typed]
    came, went, became = _without_covered(pair)
    return [
        *_theme(pair, diff),
        *_came(pair, came),
        *_became(pair, became),
        *_went(pair, went),
    ]


def _without_covered(pair: Pair) -> tuple[list[TextRow], list[TextRow], list[tuple[TextRow, TextRow]]]:
    """What came, went and became another without what a menu or a dialog only covered or bared.

    Texts that stand in the place of others did not become them, but are new, where they are those of a menu, or where
    many different ones have nothing in common with what stood there: another list or view.
    """
    diff = pair.diff
    became = _without_cells(pair)
    others = [(old, new) for old, new in became if not _is_related(old.text, new.text)]
    gone = [*diff.went, *(old for old, _ in others)]
    closed, bands = _overlay(gone), RowBands(gone)

    def is_bared(row: TextRow) -> bool:
        return pair.known.has(row) and (_covers(closed, row) or _lay_on(bands, row))

    came = [row for row in diff.came if not is_bared(row)]
    entries = [new for _, new in others if not is_bared(new)]
    opened = _overlay([*came, *entries])
    if len({row.text for row in entries if not _covers(opened, row)}) <= MAX_UNRELATED:
        entries = [row for row in entries if _covers(opened, row)]
    new_ones = {id(row) for row in entries}
    return (
        [*came, *entries],
        [row for row in diff.went if not _covers(opened, row)],
        [(old, new) for old, new in became if not (id(new) in new_ones or _covers(opened, new) or is_bared(new))],
    )


def _without_cells(pair: Pair) -> list[tuple[TextRow, TextRow]]:
    """The texts that became others, without those cells of a table that differ because other rows stand there now.

    An error counts always. Texts that have nothing in common with what stood there are judged with their whole list.
    """
    diff, often = pair.diff, pair.stats_after.often
    placed = {id(row) for row in diff.placed}
    cells = cells_of_other_rows(
        [new for old, new in diff.became if _is_related(old.text, new.text)],
        pair.rows_after,
        moved={id(new) for _, new in diff.moved},
        stayed={id(row) for row in pair.rows_after if often[row.text] == 1 and id(row) not in placed},
    )
    return [(old, new) for old, new in diff.became if id(new) not in cells or _is_error(new, pair)]


def _covers(overlay: Box | None, row: TextRow) -> bool:
    return overlay is not None and intersection(overlay, row.box) > 0


def _lay_on(gone: RowBands, row: TextRow) -> bool:
    """Whether one of the rows that went lay on a row, as a tooltip does."""
    return any(intersection(row.box, other.box) > 0 for other in gone.beside(row.box))


def _overlay(rows: Sequence[TextRow]) -> Box | None:
    """The place of a menu or dialog that came or went, with what it covers: rows close to one another."""
    if len(rows) < 2:
        return None
    place = around([row.box for row in rows])
    filled = sum(row.box.width * row.box.height for row in rows)
    return place if filled >= OVERLAY_DENSITY * place.width * place.height else None


def _scrolled(pair: Pair, diff: RowDiff) -> Claim | None:
    """That the content scrolled: rows moved one way, some went out of view and others came into it.

    A message above pushes the rows below it down as well, and none goes out of view; where a row is deleted those below
    it move up, and none comes. Where content went up, what came stands below it.
    """
    _, down, count = diff.shift
    if abs(down) < MIN_SCROLL_PX or not diff.went or not diff.came:
        return None
    if not (_is_most(pair, count) or _came_below(diff) or _came_back(pair)):
        return None
    after = f"{'up' if down > 0 else 'down'} {abs(down):.0f}"
    return Claim(pair.number, "moved", "scroll", after=after, probability=SCROLL_PROBABILITY, is_said=False)


def _is_most(pair: Pair, count: int) -> bool:
    """Whether most rows moved alike."""
    return count >= MIN_SCROLLED_ROWS and 2 * count >= len(pair.rows_after)


def _came_below(diff: RowDiff) -> bool:
    """Whether the rows that moved went up alike, and what came stands below them.

    Two long texts suffice: the foot of another page, whose texts move alike too, stays at the end.
    """
    right, down, count = diff.shift
    if down >= 0 or abs(right) > SAME_COLUMN_PX or count < SCROLLED_SHARE * len(diff.moved):
        return False
    end = max(new.box.y for old, new in diff.moved if abs(new.box.y - old.box.y - down) <= ALIKE_PX)
    below = sum(row.box.y > end for row in diff.came)
    letters = sum(len(new.text) for _, new in diff.moved)
    is_sure = count == len(diff.moved) >= 2 and letters >= LONG_TEXTS and below >= 0.9 * len(diff.came)
    return is_sure or (count >= MIN_SCROLLED_ROWS and below >= SCROLLED_SHARE * len(diff.came))


def _came_back(pair: Pair) -> bool:
    """Whether content scrolled back: rows moved down alike, and what came stood there before it scrolled away.

    A section that opens again has fewer rows.
    """
    diff = pair.diff
    right, down, count = diff.shift
    new = [*diff.came, *(row for _, row in diff.became)]
    known = sum(pair.known.has(row) for row in new)
    return (
        down > 0
        and abs(right) <= SAME_COLUMN_PX
        and count >= max(MIN_SCROLLED_ROWS, SCROLLED_SHARE * len(diff.moved))
        and known >= max(MIN_CAME_BACK, SCROLLED_SHARE * len(new))
    )


def _sorted(pair: Pair, moved: Pairs) -> Claim | None:
    """That rows changed places with others, with the one that went furthest: by a column whose texts are all different.

    The same text stands in many rows of other columns, so which of them moved where is not known.
    """
    often_before, often_after = pair.stats_before.often, pair.stats_after.often
    columns: defaultdict[int, list[tuple[TextRow, TextRow]]] = defaultdict(list)
    for old, new in moved:
        is_single = often_before[old.text] == often_after[new.text] == 1 and WORD.search(new.text)
        if is_single and abs(old.box.x - new.box.x) <= SAME_COLUMN_PX / 2:
            columns[round(new.box.x / SAME_COLUMN_PX)].append((old, new))
    column = max(columns.values(), key=len, default=[])
    by_old = sorted(column, key=lambda one: one[0].box.y)
    by_new = sorted(column, key=lambda one: one[1].box.y)
    if len(column) < MIN_SORTED_ROWS or by_old == by_new:
        return None
    was, row = max(column, key=lambda one: abs(one[1].box.y - one[0].box.y))
    way = "up" if row.box.y < was.box.y else "down"
    sure = SORTED_PROBABILITY * row.confidence
    said = sure >= threshold("sorted")
    return Claim(pair.number, "sorted", "place", after=way, probability=sure, is_said=said, name=row.text, box=row.box)


def _theme(pair: Pair, diff: RowDiff) -> Iterator[Claim]:
    if pair.after.keyframe.changed_share >= RECOLOURED_SHARE and diff.kept >= RECOLOURED_KEPT:
        yield Claim(pair.number, "changed", "theme", after="other colours", probability=THEME_PROBABILITY)


def headings(rows: Sequence[TextRow], every: Sequence[TextRow]) -> list[TextRow]:
    """The rows that are higher than the usual one of a picture, the highest first."""
    if not every:
        return []
    usual = median(row.box.height for row in every)
    found = [
        row
        for row in rows
        if row.box.height >= HEADING_HEIGHT * usual
        and sum(map(str.isalpha, row.text)) >= MIN_HEADING_LETTERS
        and len(row.text) <= MAX_HEADING_LETTERS
    ]
    return sorted(found, key=lambda row: -row.box.height)


def _page(pair: Pair, diff: RowDiff) -> Claim:
    """That another page is there, with its heading if one is sure."""
    sure = 1 - diff.kept
    said = sure >= threshold("page")
    page = Claim(pair.number, "page", "address", probability=sure, is_said=said)
    if head := next((row for row in _heads(pair, diff) if row.confidence >= SURE_HEADING), None):
        return replace(page, property="heading", after=head.text, name=head.text, box=head.box)
    if head := next((row for row in _named_by_link(pair) if row.confidence >= SURE_HEADING), None):
        return replace(page, after=head.text, name=head.text, box=head.box)
    return page


def _heads(pair: Pair, diff: RowDiff) -> Iterator[TextRow]:
    """What another page may be headed by: the highest rows, then one where headings stood."""
    yield from headings(diff.placed, pair.rows_after)
    yield from (
        row for row in diff.placed if WORD.search(row.text) and any(same_place(row.box, it) for it in pair.heads)
    )


def _named_by_link(pair: Pair) -> Iterator[TextRow]:
    """The rows of another page that say what the link to it says, the highest first."""
    if link := pair.clicked:
        same = [row for row in pair.rows_after if same_text(row.text, link.text) and not same_place(row.box, link.box)]
        yield from sorted(same, key=lambda row: -row.box.height)


def _typed(pair: Pair) -> Claim | None:
    """A text that went on while little else changed; what is read under the pointer is not sure."""
    diff = pair.diff
    typed = typed_text(pair.rows_before, pair.rows_after, pair.after.keyframe.changed)
    if typed is None or max(len(diff.came), len(diff.went), len(diff.became)) > 1 or _is_pointed(typed.rest, pair):
        return None
    sure = TYPED_PROBABILITY * min(typed.before.confidence, typed.after.confidence) ** 0.5
    return Claim(
        pair.number,
        "changed",
        "text",
        typed.before.text,
        typed.after.text,
        probability=sure,
        is_said=False,
        name=typed.after.text,
        box=typed.after.box,
        element=_element_at(typed.after, pair.after),
    )


def _came(pair: Pair, rows: Sequence[TextRow]) -> Iterator[Claim]:
    for row in rows:
        yield _claim(pair, "appeared", row, after=row.text)


def _went(pair: Pair, rows: Sequence[TextRow]) -> Iterator[Claim]:
    there = RowBands(pair.rows_after)
    for row in rows:
        place = grown(row.box, 2)
        if not any(intersection(place, other.box) > 0 for other in there.beside(place)):
            yield _claim(pair, "disappeared", row, before=row.text)


def _became(pair: Pair, rows: Iterable[tuple[TextRow, TextRow]]) -> Iterator[Claim]:
    for old, new in rows:
        more = max(old, new, key=lambda one: len(one.lines))
        row = TextRow(new.text, new.box, min(old.confidence, new.confidence), more.lines)
        yield _claim(pair, "changed", row, before=old.text, after=new.text)


def _is_related(old: str, new: str) -> bool:
    """Whether one text may have become the other: both have numbers, or they share some of their letters."""
    return bool(_DIGIT.search(old) and _DIGIT.search(new)) or similarity(old, new, RELATED) > 0


def _claim(pair: Pair, kind: ClaimKind, row: TextRow, *, before: str = "", after: str = "") -> Claim:
    is_gone = kind == "disappeared"
    is_error = not is_gone and _is_error(row, pair)
    sure = probability(kind, _evidence(pair, row, pair.stats_before if is_gone else pair.stats_after))
    return Claim(
        pair.number,
        kind,
        "error" if is_error else "text",
        before=before,
        after=after,
        probability=max(sure, error_probability(row.confidence)) if is_error else sure,
        is_said=False,
        name=row.text,
        box=row.box,
        element=_element_at(row, pair.before if is_gone else pair.after),
    )


def _evidence(pair: Pair, row: TextRow, statistics: _Statistics) -> Evidence:
    return Evidence(
        confidence=row.confidence,
        page_confidence=statistics.confidence,
        letters=sum(map(str.isalnum, row.text)),
        words=len(WORD.findall(row.text)),
        pieces=len(row.lines),
        came=len(pair.diff.came),
        moved=len(pair.diff.moved) - pair.diff.shift[2],
        is_page=pair.is_another_page,
        is_pointed=_is_pointed(row.box, pair),
        is_repeated=statistics.often[row.text] > 1,
        repainted=max(repainted(line.box, pair.after.keyframe.changed) for line in row.lines),
    )


def _is_error(row: TextRow, pair: Pair) -> bool:
    """Whether a row is an error message: its words say so, or a weaker word does and it is red or came nearly alone."""
    if len(_LETTERS.findall(row.text)) < 2 and not STRONG_ERROR.search(row.text):
        return False
    is_clear = says_error(_with_next_line(row, pair.placed)) or STRONG_ERROR.search(row.text)
    is_weak = has_error_word(row.text) and not asks_to_confirm(row.text)
    if not is_clear and not (is_weak and (pair.is_local or is_red(row.box, pair.after))):
        return False
    return not _is_opened(row, pair)


def _is_opened(row: TextRow, pair: Pair) -> bool:
    """Whether a row is the heading of what was opened: the state before has its text in lower letters, as in a list."""
    own, lower = skeleton(row.text), row.box.height / HEADING_OF_ITEM
    return any(other.box.height <= lower and own in skeleton(other.text) for other in pair.rows_before)


def _with_next_line(row: TextRow, rows: RowBands) -> str:
    """A row with the one below it, if that begins in the same column: an error may end in the next line."""
    end = row.box.y + row.box.height
    reach = 0.8 * row.box.height
    following = next(
        (
            one
            for one in rows.beside(Box(row.box.x, end - reach, row.box.width, 2 * reach))
            if abs(one.box.y - end) <= reach
            and abs(centre(one.box)[1] - centre(row.box)[1]) > row.box.height / 2
            and (
                abs(one.box.x - row.box.x) <= SAME_COLUMN_PX
                or abs(centre(one.box)[0] - centre(row.box)[0]) <= SAME_COLUMN_PX
            )
        ),
        None,
    )
    if following is None or says_error(following.text):
        return row.text
    return f"{row.text} {following.text}"


def is_red(box: Box, moment: Moment) -> bool:
    """Whether most of a row is red, or stands on red."""
    return sum(intersection(box, red) for red in moment.reading.red) >= RED_SHARE * box.width * box.height


def _is_pointed(box: Box, pair: Pair) -> bool:
    """Whether the pointer lies on a place, in this state or the one before."""
    tips = [moment.keyframe.pointer for moment in (pair.before, pair.after)]
    return any(
        intersection(box, Box(tip[0] + POINTER.x, tip[1] + POINTER.y, POINTER.width, POINTER.height)) > 0
        for tip in tips
        if tip
    )


def _element_at(row: TextRow, moment: Moment) -> str:
    """The id of the element of the page's tree whose text a row is."""
    known = (e for e in moment.elements if not e.source.has_no_node and holds(e.box, centre(row.box), 4))
    return next((e.id for e in known if similarity(e.label or e.value, row.text, 0.8) > 0), "")
