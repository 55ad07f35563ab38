"""Gathers the parts of a prompt at one level of detail: lines for the layouts, and notes on what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.prompt import page_tree, sections
from claude_scope.prompt.captured.acts import captured_steps, numbered
from claude_scope.prompt.captured.network import error_lines
from claude_scope.prompt.captured.rows import CapturedRows
from claude_scope.prompt.choose_states import rank_states, significant_words, state_table
from claude_scope.prompt.claims.rows import claims_row
from claude_scope.prompt.claims.screen_texts import ScreenTexts, screen_texts
from claude_scope.prompt.claims.steps import claimed_steps, has_located_step
from claude_scope.prompt.default_title import is_default_title
from claude_scope.prompt.fence import clean, cut, quote
from claude_scope.prompt.paths import quoted
from claude_scope.prompt.sections import MAX_PAGES, Lines, Omissions
from claude_scope.prompt.sheets.untold import hidden_texts, untold_states
from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from claude_scope.prompt.budget import Detail
    from claude_scope.prompt.claims.rows import Rest
    from claude_scope.prompt.sheets.listed import ListedSheet
    from claude_scope.values import Analysis, Moment, PromptOptions, Suspect, Timeline

MAX_NOTES = 4_000
"""Maximum number of characters of notes to read."""
TITLE_LIMIT = 200
"""The longest title, in characters."""
BUNDLE = "the bundle that the developer can download"
"""The place of the files, for a reader who has only the text of the prompt."""

MANY_HIDDEN = 8
"""If a row leaves out more texts than this, the prompt lists them even if a sheet shows them: its crops are small."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in the prompt: the `number` of its state, its unaltered `path` for the agent, `why` it was chosen."""

    number: int
    path: str
    time: str
    why: str


@dataclass(frozen=True, slots=True)
class SuspectedState:
    """A further state in which it may have gone wrong: its number, its time, and the reasons (page data)."""

    number: int
    time: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of a prompt. The layouts fence those that are page data.

    Not page data: `title`, `notes`, `recorded`, `sheets`, `frames`, `unlisted`, `wrong`, `omitted`, `structure_of`.
    `has_title`: the title is the developer's own. `own_words`: the title and notes that came with the recording.
    `wrong`: the number of the state in which it went wrong, 0 if unknown; `suspects`: further such states.
    `is_captured`: the page itself recorded everything, so that no step and no change is inferred.
    `has_model`: a model described the recording.
    `errors`: other states that showed an error. `unlisted`: the number of pictures that are not listed, and their
    folder; empty if all are listed or no picture is wanted. `steps`: empty if they would only repeat the rows.
    `screens`: the texts of the screens.
    """

    title: str
    has_title: bool
    notes: Lines
    recorded: Lines
    environment: Lines
    own_words: Lines
    sheets: tuple[ListedSheet, ...]
    frames: tuple[Frame, ...]
    table: Lines
    wrong: int
    wrong_time: str
    wrong_lines: Lines
    suspects: tuple[SuspectedState, ...]
    errors: tuple[int, ...]
    unlisted: str
    steps: Lines
    is_captured: bool
    structure: Lines
    structure_of: str
    screens: Lines
    observations: Lines
    disagreements: Lines
    console: Lines
    missing: Lines
    flagged: Lines
    raw_diff: Lines
    omitted: Lines
    has_model: bool


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The parts that do not depend on the level of detail, computed once for a prompt.

    `trees` are the inspected pages; `order` ranks the moments by importance; `has_steps`: the steps say more than the
    rows.
    """

    analysis: Analysis
    options: PromptOptions
    files: Mapping[Path, str]
    flags: Sequence[str]
    trees: tuple[tuple[str, page_tree.Pruned], ...]
    screen: page_tree.Pruned | None
    order: tuple[int, ...]
    has_steps: bool
    embedded: bool
    sheets: tuple[ListedSheet, ...]

    def ranked(self, limit: int) -> tuple[int, ...]:
        """The indices of the `limit` most important moments, in time order."""
        return tuple(sorted(self.order[: max(0, limit)]))


def prepare(
    analysis: Analysis,
    options: PromptOptions,
    files: Mapping[Path, str],
    flags: Sequence[str],
    *,
    sheets: tuple[ListedSheet, ...] = (),
    embedded: bool = False,
) -> Prepared:
    """Prune the trees and rank the states, in time proportional to the analysis."""
    timeline = analysis.timeline
    pages = [(s.final_url or s.url, s.tree) for s in analysis.snapshots if s.success and s.tree is not None][:MAX_PAGES]
    if not options.inline_aria_tree:
        pages = []
    changed, locators = page_tree.changed_keys(timeline.moments), page_tree.known_locators(timeline)
    trees = tuple(
        (
            url,
            page_tree.prune(tree, changed, locators, url)
            if page_tree.is_recorded_page(tree, locators)
            else page_tree.prune(tree, address=url),
        )
        for url, tree in pages
    )
    shown = _focus_moment(analysis) if options.inline_aria_tree and timeline.is_captured else None
    screen = _screen(timeline.moments[shown]) if shown is not None else None
    said = f"{analysis.title if not is_default_title(analysis.title, analysis.seed_url) else ''} {analysis.notes}"
    order = rank_states(timeline, significant_words(said))
    has_steps = timeline.is_captured or has_located_step(timeline)
    return Prepared(analysis, options, files, flags, trees, screen, order, has_steps, embedded, sheets)


def _screen(moment: Moment) -> page_tree.Pruned:
    """The pruned accessibility tree of the page in a state of a capture."""
    return page_tree.prune(moment.tree, page_tree.changed_keys((moment,)), address=moment.url)


def _suspected(timeline: Timeline) -> tuple[int, ...]:
    """The indices of the states in which it may have gone wrong, the most certain first."""
    first = () if timeline.wrong is None else (timeline.wrong,)
    return (*first, *(suspect.moment for suspect in timeline.also_wrong))


def _focus_moment(analysis: Analysis) -> int | None:
    timeline = analysis.timeline
    return timeline.wrong if timeline.wrong is not None else len(timeline.moments) - 1 if timeline.moments else None


def gather(prepared: Prepared, detail: Detail) -> Facts:
    """Gather all parts that a layout needs, at one level of detail."""
    analysis, options = prepared.analysis, prepared.options
    out = Omissions()
    timeline = analysis.timeline
    moments = timeline.moments
    wrong, blamed = timeline.wrong, _suspected(timeline)
    missing_suspects = len(timeline.also_wrong[detail.suspects :])
    out.count(
        missing_suspects,
        "further state in which it may have gone wrong",
        "further states in which it may have gone wrong",
    )
    shown = prepared.ranked(detail.rows)

    screens = _screens(prepared, detail, out)

    unnamed = list(prepared.sheets)

    def claimed(index: int) -> tuple[str, int]:
        sheet = next((item.name for item in unnamed if index + 1 in item.states), "")
        rest = _where_the_rest_is(prepared, screens, index)
        row, left_out = claims_row(timeline, index, detail, rest=rest, sheet=sheet)
        unnamed[:] = [item for item in unnamed if f"sheet {item.name}" not in row]
        return row, left_out

    row = CapturedRows(timeline, detail).row if timeline.is_captured else claimed
    table, missing_changes = state_table(shown, len(moments), row)
    out.part(len(moments) - len(shown), len(moments), "state", " in the timeline")
    out.count(missing_changes, "change in the timeline's rows", "changes in the timeline's rows")
    frames = _frames(prepared, detail, out)
    done = (
        numbered(captured_steps(timeline, analysis.seed_url, detail.text), detail.steps)
        if timeline.is_captured
        else claimed_steps(timeline, analysis.seed_url, detail.steps, detail.text)
        if prepared.has_steps
        else ()
    )
    tree, tree_of = _structure(prepared, detail, out)
    return Facts(
        title=cut(analysis.title, TITLE_LIMIT),
        has_title=not is_default_title(analysis.title, analysis.seed_url),
        notes=_first_lines(analysis.notes, detail.notes, "developer's notes", out),
        recorded=sections.recorded(analysis),
        environment=sections.environment(analysis, detail),
        own_words=_own_words(analysis, detail, out),
        sheets=prepared.sheets,
        frames=frames,
        table=table,
        wrong=0 if wrong is None else wrong + 1,
        wrong_time="" if wrong is None else clock(moments[wrong].keyframe.since_ms),
        wrong_lines=() if wrong is None else _reason(timeline.wrong_because, detail),
        suspects=tuple(_suspected_state(prepared, item, detail) for item in timeline.also_wrong[: detail.suspects]),
        errors=tuple(n for n, m in enumerate(moments, 1) if m.kind is EventKind.ERROR and n - 1 not in blamed)[:8],
        unlisted=_unlisted_frames(prepared, frames),
        steps=done,
        is_captured=timeline.is_captured,
        structure=tree,
        structure_of=tree_of,
        screens=screens.lines,
        observations=out.first(
            [
                *sections.observations(moments, detail, blamed),
                *sections.accessibility(analysis, detail),
            ],
            detail.observations,
            "observations",
        ),
        disagreements=out.first(
            sections.disagreements(analysis, detail), detail.disagreements, "differences of the lanes"
        ),
        console=(
            error_lines(moments, detail.text, detail.console, out)
            if timeline.is_captured
            else sections.console_lines(analysis.snapshots, detail, out)
        ),
        missing=out.first(sections.missing_remarks(analysis, detail), detail.missing, "remarks on what is missing"),
        flagged=out.first([cut(flag, detail.text * 2) for flag in prepared.flags], detail.flagged, "flagged texts"),
        raw_diff=sections.raw_diff(moments, detail, out) if options.include_raw_diff else (),
        omitted=tuple(out.lines),
        has_model=analysis.understanding is not None,
    )


def picture_paths(facts: Facts) -> list[str]:
    """The paths of a prompt's pictures in order: the sheets of changes, then the frames."""
    return [*(sheet.path for sheet in facts.sheets), *(frame.path for frame in facts.frames)]


def _own_words(analysis: Analysis, detail: Detail, out: Omissions) -> Lines:
    """The title and notes that came with the recording (page data), quoted line by line."""
    title = (f"title: {quote(analysis.recording_title, TITLE_LIMIT)}",) if analysis.recording_title else ()
    notes = _first_lines(analysis.recording_notes, detail.notes, "recording's own notes", out)
    return (*title, *(f"notes: {quote(line, detail.notes)}" for line in notes))


def _first_lines(notes: str, limit: int, whose: str, out: Omissions) -> Lines:
    """The lines of notes, at most `limit` characters; if their end is cut, `out` gets a note that names `whose`."""
    lines = [text for line in notes[:MAX_NOTES].splitlines() if (text := clean(line))]
    kept: list[str] = []
    room = limit
    for line in lines:
        if room <= 0:
            break
        kept.append(cut(line, room))
        room -= len(line)
    if room < 0 or len(kept) < len(lines) or len(notes) > MAX_NOTES:
        out.lines.append(f"the end of the {whose}")
    return tuple(kept)


def _frames(prepared: Prepared, detail: Detail, out: Omissions) -> tuple[Frame, ...]:
    analysis, options, files = prepared.analysis, prepared.options, prepared.files
    if not options.include_screenshots:
        return ()
    timeline = analysis.timeline
    most = options.max_images
    picked = prepared.ranked(min(most, detail.frames))
    wanted = min(most, len(timeline.moments))
    out.part(wanted - len(picked), wanted, "frame")
    frames = []
    shown: set[int] = set()  # states of a capture in quick succession share a picture
    for index in picked:
        keyframe = timeline.moments[index].keyframe
        path = files.get(keyframe.path)
        if path is not None and not (timeline.is_captured and keyframe.timestamp_ms in shown):
            shown.add(keyframe.timestamp_ms)
            frames.append(Frame(index + 1, path, clock(keyframe.since_ms), _why_chosen(analysis, index)))
    return tuple(frames)


def _unlisted_frames(prepared: Prepared, frames: Sequence[Frame]) -> str:
    """A sentence on how many existing pictures are not listed, and where they are; "" if all are, or none is wanted."""
    listed = {frame.number for frame in frames}
    paths = [prepared.files.get(moment.keyframe.path) for moment in prepared.analysis.timeline.moments]
    rest = {number: path for number, path in enumerate(paths, 1) if path is not None and number not in listed}
    if not rest or not prepared.options.include_screenshots:
        return ""
    most = f" (at most {prepared.options.max_images} are)" if len(frames) == prepared.options.max_images else ""
    are = "is" if len(rest) == 1 else "are"
    text = f"{len(rest)} of {len(rest) + len(frames)} frames {are} not listed{most}"
    they, their = ("it is", "its") if len(rest) == 1 else ("they are", "their")
    if prepared.embedded:
        return f"{text}; {they} in {BUNDLE}."
    folders = {path.rpartition("/")[0] or "." for path in rest.values()}
    if len(folders) > 1:
        return f"{text}."
    named = all(path.rpartition("/")[2].startswith(f"{number:03d}-") for number, path in rest.items())
    return f"{text}; {they} in {quoted(folders.pop())}{f', named by the number of {their} state' if named else ''}."


def _why_chosen(analysis: Analysis, index: int) -> str:
    timeline = analysis.timeline
    if timeline.wrong is not None and index == timeline.wrong:
        return "where it went wrong"
    if any(index == suspect.moment for suspect in timeline.also_wrong):
        return "where it may have gone wrong too"
    if timeline.wrong is not None and index - timeline.wrong in (-1, 1):
        return "just before it went wrong" if index < timeline.wrong else "just after it went wrong"
    if index == 0:
        return "first"
    return "last" if index == len(timeline.moments) - 1 else str(timeline.moments[index].kind)


def _suspected_state(prepared: Prepared, suspect: Suspect, detail: Detail) -> SuspectedState:
    moment = prepared.analysis.timeline.moments[suspect.moment]
    return SuspectedState(suspect.moment + 1, clock(moment.keyframe.since_ms), _reason(suspect.because, detail))


def _reason(because: str, detail: Detail) -> Lines:
    return (f"why (inferred): {cut(because, detail.text * 3)}",)


def _screens(prepared: Prepared, detail: Detail, out: Omissions) -> ScreenTexts:
    """The OCR texts of the screens of a recording without a capture."""
    timeline, focus = prepared.analysis.timeline, _focus_moment(prepared.analysis)
    limit = detail.screens if prepared.options.inline_aria_tree else 0
    if timeline.is_captured or focus is None or not limit:
        return ScreenTexts()
    untold, partly = untold_states(timeline)
    hidden = {
        index: hidden_texts(claim for claim in timeline.claims if claim.state == index + 1)
        for index in (*untold, *partly)
    }
    others = {
        index: [claim.box for claim in claims if claim.box]
        for index, claims in hidden.items()
        if len(claims) > (MANY_HIDDEN if _is_on_sheet(prepared, index) else 0)
    }
    found = screen_texts(timeline, others, focus, limit, detail.text)
    out.part(found.missing, found.total, "line", " of the screens")
    return found


def _is_on_sheet(prepared: Prepared, index: int) -> bool:
    return any(index + 1 in sheet.states for sheet in prepared.sheets)


def _where_the_rest_is(prepared: Prepared, screens: ScreenTexts, index: int) -> Rest:
    """The place where a reader finds the texts that the row of a state does not quote."""
    if _is_on_sheet(prepared, index):
        return "sheet"
    return "screens" if index in screens.states else "frame" if prepared.options.include_screenshots else ""


def _structure(prepared: Prepared, detail: Detail, out: Omissions) -> tuple[Lines, str]:
    """The pruned trees of the inspected pages, or of a capture's most important state, with a heading for them."""
    lines: list[str] = []
    shown = total = 0
    for url, tree in prepared.trees:
        written = tree.written(detail.nodes // len(prepared.trees), detail.text)
        if written.shown and len(prepared.trees) > 1:
            lines.append(f"page {cut(url, detail.text * 2)}")
        lines.extend(written.lines)
        shown += written.shown
        total += written.total
        out.part(written.cut, written.total, "node", " of the page's tree")
    if prepared.screen is not None:
        written = prepared.screen.written(detail.nodes, detail.text)
        out.part(written.cut, written.total, "element", " of the screen")
        number = (_focus_moment(prepared.analysis) or 0) + 1
        return written.lines, (
            f"The page's accessibility tree in state {number}, pruned ({written.shown} of "
            f"{counted(written.total, 'node')}; similar ones are folded into a count)"
        )
    pruned = f"{shown} of {counted(total, 'node')}: similar ones are folded into a count, plain containers omitted"
    return tuple(lines), f"The accessibility tree of the page as it loads (not of each state), pruned ({pruned})"
