"""Writes the prompt for one agent: gathers the parts, renders the template, trims to the budget."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claude_scope import pictures
from claude_scope.prompt import paths
from claude_scope.prompt.budget import Detail, fit_to_budget
from claude_scope.prompt.codex_shell_command import codex_command
from claude_scope.prompt.facts import BUNDLE, Facts, gather, picture_paths, prepare
from claude_scope.prompt.fence import Fence, fence_for
from claude_scope.prompt.frames import default_references
from claude_scope.prompt.injection import flag_texts, page_texts
from claude_scope.prompt.session_json import VERSION
from claude_scope.prompt.sheets.layout import change_sheets
from claude_scope.prompt.sheets.listed import listed
from claude_scope.prompt.tokens import image_tokens
from claude_scope.redaction.redact import redact_analysis
from claude_scope.serialization.codec import replace_surrogates
from claude_scope.values import Agent, Prompt, PromptOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from claude_scope.values import Analysis

TEMPLATES = Path(__file__).parent / "templates"
_DEFAULT = PromptOptions()


def prompt_name(agent: Agent) -> str:
    """The name of an agent's prompt file, such as `prompt.claude-code.md`."""
    return f"prompt.{agent.slug}.md"


class CheckedAnalysis(NamedTuple):
    """An analysis with its secrets masked, the flagged texts of its pages, and all of its texts joined."""

    analysis: Analysis
    flagged: tuple[str, ...]
    texts: str


def check_analysis(analysis: Analysis) -> CheckedAnalysis:
    """Mask and flag the texts of an analysis. This may take seconds, so keep the result for further prompts."""
    analysis = redact_analysis(_drop_invalid_suspects(analysis))
    texts = list(page_texts(analysis))
    return CheckedAnalysis(
        analysis, flag_texts(texts), "\n".join((analysis.title, analysis.notes, *(text for _, text in texts)))
    )


def synthesize(
    given: Analysis | CheckedAnalysis,
    agent: Agent,
    options: PromptOptions = _DEFAULT,
    *,
    nonce: str | None = None,
    frame_files: Mapping[Path, str] | None = None,
    out: str = "",
    embedded: bool = False,
    has_sheets: bool = True,
) -> Prompt:
    """Write the prompt for `agent`. Pure, except that it reads its template from this package; secrets are masked
    again, unless `given` was checked before.

    `frame_files` maps `Keyframe.path` to the path by which the agent reads the picture; the default is the names that
    `write_frames` returns, below `out`. `out` is the folder of the session as the agent names it; templates refer to
    the prompt's file and `session.json` in it. `embedded` is for a reader without files: the pictures follow at the end
    of the prompt under the names in `frame_files`, and the prompt says that the files are in the bundle. `has_sheets`:
    the folder of the frames also contains the sheets of changes. Tests pass a `nonce` for a repeatable result.

    Raises:
        UsageError: the budget is too small, or the given nonce cannot be used.
    """
    analysis, flagged, texts = given if isinstance(given, CheckedAnalysis) else check_analysis(given)
    fence = fence_for([texts], nonce)
    moments = analysis.timeline.moments
    files = default_references((m.keyframe for m in moments), out) if frame_files is None else frame_files

    with_sheets = has_sheets and options.include_screenshots and options.max_images and not embedded
    sheets = listed(change_sheets(analysis.timeline), out) if with_sheets else ()
    prepared = prepare(analysis, options, files, flagged, sheets=sheets, embedded=embedded)

    def render(detail: Detail) -> tuple[str, Facts]:
        facts = gather(prepared, detail)
        return _render(facts, agent, fence, out.rstrip("/"), analysis, embedded=embedded), facts

    text, facts, tokens = fit_to_budget(Detail(), options.budget_tokens, render)
    sizes = [*(sheet.size for sheet in sheets), *(_size(analysis, frame.number - 1) for frame in facts.frames)]
    return Prompt(
        agent=agent,
        text=text,
        text_tokens=tokens,
        image_tokens=image_tokens(sizes, agent),
        images=tuple(map(Path, picture_paths(facts))),
        omitted=facts.omitted,
        masked=analysis.masked,
        flagged=flagged,
        covered_places=analysis.covered_places,
    )


def _drop_invalid_suspects(analysis: Analysis) -> Analysis:
    """The analysis without suspected states that no longer exist because their frames were removed."""
    timeline = analysis.timeline
    indices = range(len(timeline.moments))
    there = tuple(suspect for suspect in timeline.also_wrong if suspect.moment in indices)
    wrong = timeline.wrong if timeline.wrong in indices else None
    if (wrong, there) == (timeline.wrong, timeline.also_wrong):
        return analysis
    return replace(analysis, timeline=replace(timeline, wrong=wrong, also_wrong=there if wrong is not None else ()))


def _size(analysis: Analysis, index: int) -> tuple[int, int]:
    reading = analysis.timeline.moments[index].reading
    width, height = reading.width, reading.height
    return pictures.fitted_size(
        width or analysis.keyframes.width, height or analysis.keyframes.height, pictures.LONG_SIDE
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # HTML escaping is off: prompts are Markdown, and `fence` cleans page text.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {f.__name__: f for f in (paths.quoted, paths.code, paths.reference, paths.link)}
    return environment


def _render(facts: Facts, agent: Agent, fence: Fence, out: str, analysis: Analysis, *, embedded: bool) -> str:
    prefix = f"{out}/" if out and out != "." else ""
    template = _environment().get_template(f"{agent.value.lower()}/prompt.md.j2")
    text = template.render(
        facts=facts,
        fence=partial(_fenced, fence),
        nonce=fence.nonce,
        masked=analysis.masked,
        covered=analysis.covered_places if facts.frames or facts.unlisted else 0,
        embedded=embedded,
        in_bundle=f" in {BUNDLE}" if embedded else "",
        session=f"{prefix}session.json",
        schema_version=VERSION,
        command=codex_command([] if embedded else picture_paths(facts), f"{prefix}{prompt_name(agent)}"),
    )
    return replace_surrogates(text).strip() + "\n"


def _fenced(fence: Fence, *parts: tuple[str, ...]) -> str:
    return fence.wrap(line for part in parts for line in part)
