"""The commands `analyze`, `keyframes`, `read` and `doctor`. Results go to stdout, everything else to stderr.

Exit codes: 0 success, 1 other errors such as a full disk, 2 usage, 3 bad input, 4 a lane failed (with `--strict`) or
both failed, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claude_scope import __version__
from claude_scope.cli import capture_commands, service_commands, store_commands
from claude_scope.cli.agents import commands as agent_commands
from claude_scope.cli.command_syntax import Command
from claude_scope.errors import ClaudeScopeError, LaneError, UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from claude_scope.cli.results.write_results import Written

INTERRUPTED = 130
"""Typer's result after Ctrl-C, and the shell's exit code for SIGINT."""

app = typer.Typer(
    name="claude-scope",
    help="Turn a recording of a browser tab into a prompt that a coding agent can act on.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help keeps option names whole in 80 columns
    context_settings={"help_option_names": ["-h", "--help"]},
)


class AgentChoice(StrEnum):
    """The agents on the command line."""

    CLAUDE_CODE = "claude-code"
    CODEX = "codex"
    CURSOR = "cursor"
    RAW = "raw"
    ALL = "all"


RecordingFile = Annotated[
    Path,
    typer.Argument(
        readable=False,
        metavar="RECORDING",
        help="The recording: WebM, MP4, Matroska, an animated GIF, or a .scope file of `record`.",
        show_default=False,
    ),
]

Vision = Annotated[
    str,
    typer.Option(
        metavar="READER",
        help="Who describes the changes: local, or also a vision model. anthropic, openai and google read the key from "
        "a variable such as ANTHROPIC_API_KEY. claude-code, codex and gemini run the installed command; its calls "
        "count against your subscription or API plan there. NAME:MODEL selects a model. The provider receives "
        "pictures.",
    ),
]
BaseUrl = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="A server that speaks the provider's API, such as a local one; it may not need a key.",
        show_default=False,
    ),
]
NoMask = Annotated[
    bool,
    typer.Option("--no-mask", help="Leave secrets visible in the pictures; secrets in texts are always masked."),
]
MaxCost = Annotated[
    float | None,
    typer.Option(metavar="USD", min=0, help="Cost limit for the model; calls that could exceed it are not made."),
]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"claude-scope {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn a recording of a browser tab into a prompt that a coding agent can act on."""


def _name_of(recording: Path) -> str:
    """A folder name for a recording: its file name without extensions."""
    name = re.sub(r"\.(scope\.part|scope|[^.]*)$", "", recording.name)
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or "recording"


@app.command(cls=Command)
def analyze(
    recording: RecordingFile,
    url: Annotated[
        list[str],
        typer.Option(
            "--url",
            metavar="URL",
            help="Inspect the recorded page at this address; repeat it for more pages.",
            show_default=False,
        ),
    ] = (),  # type: ignore[assignment]
    title: Annotated[str, typer.Option(metavar="TEXT", help="The title of the prompt.")] = "",
    notes: Annotated[str, typer.Option(metavar="TEXT", help="What you saw and what you expected.")] = "",
    agent: Annotated[
        AgentChoice,
        typer.Option(metavar="AGENT", help="The agent: claude-code, codex, cursor, raw or all."),
    ] = AgentChoice.CLAUDE_CODE,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for the results.", show_default="claude-scope-out/NAME"),
    ] = None,
    budget: Annotated[int, typer.Option(metavar="TOKENS", min=1500, help="Maximum text tokens of the prompt.")] = 6000,
    max_images: Annotated[int, typer.Option(metavar="N", min=0, max=20, help="Maximum frames in the prompt.")] = 3,
    max_frames: Annotated[int, typer.Option(metavar="N", min=1, max=200, help="Maximum keyframes to select.")] = 20,
    no_screenshots: Annotated[bool, typer.Option("--no-screenshots", help="Leave frames out of the prompt.")] = False,
    no_aria: Annotated[bool, typer.Option("--no-aria", help="Leave the accessibility tree out of the prompt.")] = False,
    raw_diff: Annotated[bool, typer.Option("--raw-diff", help="Append the full list of differences.")] = False,
    vision: Vision = "local",
    base_url: BaseUrl = "",
    max_cost: MaxCost = None,
    no_mask: NoMask = False,
    storage_state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Cookies and storage of a signed-in user, saved by Playwright."),
    ] = None,
    capture: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A capture of the page that was recorded together with RECORDING.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with code 4 if the vision or browser lane fails.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print session.json instead of the prompts' paths.")] = False,
    print_prompt: Annotated[bool, typer.Option("--print", help="Print the prompt itself instead of its path.")] = False,
) -> None:
    """Analyze RECORDING and write a prompt for a coding agent. Prints its path."""
    if as_json and print_prompt:
        raise UsageError("--json and --print both want stdout; give one of them.")
    from claude_scope.cli.analyze import Order, analyze_recording
    from claude_scope.values import Agent, PromptOptions

    agents = tuple(a for a in Agent if agent in (AgentChoice.ALL, a.slug))
    order = Order(
        recording=recording,
        urls=tuple(dict.fromkeys(address.strip() for address in url)),
        title=title,
        notes=notes,
        agents=agents,
        out=out or Path("claude-scope-out") / (_name_of(recording)),
        options=PromptOptions(not no_screenshots, not no_aria, raw_diff, budget, max_images),
        max_frames=max_frames,
        storage_state=storage_state,
        vision=vision,
        base_url=base_url,
        max_cost_usd=max_cost,
        mask=not no_mask,
        capture=capture,
    )

    def announce(written: Written) -> None:
        texts = [prompt.text for prompt in written.prompts] if print_prompt else map(str, written.paths)
        if not as_json:
            print("\n".join(texts), flush=True)

    written = _run(analyze_recording(order, announce))
    if as_json:
        print((order.out / "session.json").read_text(encoding="utf-8"))
    if strict and any(lane.error for lane in written.analysis.lanes):
        raise typer.Exit(LaneError.exit_code)  # the summary has named the lane and the reason


@app.command(cls=Command)
def keyframes(
    recording: RecordingFile,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write full-size PNG pictures to this folder. Covering secrets takes about a second for each.",
        ),
    ] = None,
    no_mask: Annotated[
        bool, typer.Option("--no-mask", help="Leave secrets visible in the pictures, which is faster.")
    ] = False,
    max_frames: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="Maximum keyframes to select.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the moments when RECORDING settled into a new state."""
    from claude_scope.cli.analyze import keyframes_of
    from claude_scope.keyframes.keyframes_json import as_json as report

    found, covered_places = _run(keyframes_of(recording, out, max_frames, mask=not no_mask))
    if as_json:
        told = {**report(found), "covered_places": covered_places}
        if out is None:
            told["keyframes"] = [{**frame, "file": None} for frame in told["keyframes"]]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for frame in found.frames:
        where = f"  {frame.path}" if out else ""
        print(f"{frame.timestamp_ms / 1000:8.2f} s  {frame.reason}{where}")
    for note in found.notes:
        print(f"note: {note}", file=sys.stderr)
    if covered_places:
        print(f"note: secrets are covered at {covered_places} places in the pictures", file=sys.stderr)
    if found.dropped:
        print(f"note: {found.dropped} further states did not fit into --max-frames {max_frames}", file=sys.stderr)


@app.command(cls=Command)
def read(
    images: Annotated[
        list[Path],
        typer.Argument(readable=False, metavar="IMAGE", help="Screenshots: PNG, JPEG or WebP.", show_default=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read the text and the UI elements of screenshots."""
    from claude_scope.cli.analyze import read_images
    from claude_scope.vision.reading_json import as_json as report

    readings = _run(read_images(images))
    if as_json:
        print(
            json.dumps([report(str(f), r) for f, r in zip(images, readings, strict=True)], ensure_ascii=False, indent=1)
        )
        return
    for file, reading in zip(images, readings, strict=True):
        print(f"{file}: {reading.description}")
        for element in reading.elements:
            state = f" ({', '.join(element.state)})" if element.state else ""
            print(f"  {element.type:9} {element.label}{state}")


@app.command(cls=Command)
def doctor() -> None:
    """Check this machine and say how to fix what is missing."""
    from claude_scope.cli.doctor import diagnose, render

    findings = diagnose()
    print(render(findings))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


capture_commands.install(app)
service_commands.install(app)
store_commands.install(app)
agent_commands.install(app)


def main() -> None:
    """Run the command line; every error ends in one sentence on stderr and its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sys.stdout, sys.stderr = _tolerant(sys.stdout), _tolerant(sys.stderr)
    sys.exit(exit_code())


def _tolerant(stream: Any) -> Any:
    """Make a stream accept every text: prompts contain any characters in any locale, file names any bytes.

    A stream that the shell closed with `>&-` is None in Python; output to it is discarded.
    """
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    return stream


def exit_code() -> int:
    """Run the command in `sys.argv` and return the exit code."""
    try:
        code = int(app(standalone_mode=False, prog_name="claude-scope") or 0)
        sys.stdout.flush()
    except ClaudeScopeError as error:
        return _say(str(error), error.exit_code)
    except BrokenPipeError:
        # otherwise the interpreter's own flush fails too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # stdout itself may be on the full disk
        return _say(f"{error.filename or 'The output'}: {error.strerror}; look at the disk and the permissions.", 1)
    except Exception as error:
        if not hasattr(error, "show"):  # only Typer's errors have it
            raise
        return _usage(error)
    return _interrupted() if code == INTERRUPTED else code


def _interrupted() -> int:
    from claude_scope.cli.interrupt import ignore_stops

    ignore_stops()
    return _say("interrupted; nothing was written.", INTERRUPTED)


def _usage(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return UsageError.exit_code
    from claude_scope.cli.usage_errors import explain

    return _say(explain(error), UsageError.exit_code)


def _say(sentence: str, code: int) -> int:
    print(f"claude-scope: {sentence}", file=sys.stderr)
    return code


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    from claude_scope.cli.interrupt import run

    return run(work)


if __name__ == "__main__":
    main()
