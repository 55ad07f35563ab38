"""For a capture, a model is asked only what the page does not record, and its answers appear next
to the page's facts.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from claude_scope.cli.plain_runner import PlainRunner
from claude_scope.cli.progress_display import PlainDisplay
from claude_scope.errors import VisionError
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.choice import Choice
from claude_scope.pipeline import Parts, Request, analyse
from claude_scope.prompt.synthesize import synthesize
from claude_scope.timeline.captured.build import build_captured_timeline
from claude_scope.values import Agent, Box, CapturedState, Node, Rebuilt
from tests.capture.build import act, loaded, page, write_capture
from tests.hosted.model_server import answers, change, flaw, pair, whole
from tests.in_process import InProcess
from tests.videos import three_states
from tests.vision.scripted_reader import ScriptedReader

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from claude_scope.pipeline import Progress
    from claude_scope.values import Analysis, Capture, Keyframes, Snapshot, Timeline
    from tests.hosted.model_server import ModelServer


class Canvas(InProcess):
    """A page whose picture changes twice, like a canvas, while its DOM stays."""

    async def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, request: Request
    ) -> Timeline:
        def nothing_read(*_: object) -> Any:
            raise VisionError("Nobody reads images here.")

        return build_captured_timeline(capture, rebuilt, pictures, pixels, nothing_read)


async def rebuilt(capture: Capture, progress: Progress) -> Rebuilt:
    tree = Node("document", children=(Node("heading", "Map", box=Box(9, 9, 99, 20)),))
    states = (
        CapturedState(instant.since_ms, instant.time_ms, instant.document, tree, "", viewport=(640, 360))
        for instant in capture.instants
    )
    return Rebuilt(tuple(states), capture.acts)


async def no_browser(*_: Any, **__: Any) -> tuple[Snapshot, ...]:
    raise AssertionError("A capture has its pages.")


async def analysed(folder: Path, server: ModelServer) -> Analysis:
    events = [*loaded(100, page()), act(2_000, "click", 5), act(4_000, "click", 5)]
    video = three_states(folder / "basket.webm")
    capture = write_capture(folder / "one", events, video, viewport=[640, 360])
    request = Request(capture, "", folder / "out", is_capture=True, mask_pictures=False)
    async with Asker(Choice("openai", "tiny", "none", server.url("openai"))) as asker:
        parts = Parts(Canvas(ScriptedReader([])), no_browser, asker=asker, rebuild=rebuilt)
        return await analyse(request, parts, PlainRunner(PlainDisplay(sys.stderr)))


async def test_a_model_tells_what_changed_on_a_canvas_and_the_pages_own_facts_stay(
    server: ModelServer, tmp_path: Path
) -> None:
    told = pair(change("changed", what="map", before="", after=""), flaw("the marker is gone"))
    server.answers(answers(whole("A map is used.", 2, "the marker went away"), s2=told))
    analysis = await analysed(tmp_path, server)
    assert server.asked[-1].is_whole
    assert sorted(asked.state for asked in server.asked) == [0, 2]
    assert {claim.source for claim in analysis.timeline.claims} == {"model"}
    assert analysis.understanding is not None
    prompt = synthesize(analysis, Agent.RAW).text
    assert 'model: changed: "map", looks wrong: "the marker is gone"' in prompt
    assert "The page itself recorded these rows, except what begins with `model:`" in prompt
    first, *others = analysis.timeline.suspects
    assert not first.because.startswith("model"), "what the page itself reported comes first"
    assert [(other.moment, other.because) for other in others] == [(1, "model: the marker went away")]
