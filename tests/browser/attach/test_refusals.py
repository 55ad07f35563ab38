"""Each way in which a browser cannot be recorded ends in one sentence, after one connection."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.attach.address import Address
from claude_scope.browser.attach.connect import connect
from claude_scope.browser.attach.open_tabs import list_tabs
from claude_scope.errors import BadInput
from tests.browser.attach.own_browser import attached
from tests.browser.attach.played_browser import TAB, played
from tests.processes import free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(60)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def refusal(address: str, timeout_s: float = 10) -> str:
    with pytest.raises(BadInput) as refused:
        async with connect(Address(address, "Chrome"), timeout_s):
            pass
    assert str(refused.value).count(". ") <= 1
    return str(refused.value)


@pytest.mark.parametrize("what", [{"status": HTTPStatus.FORBIDDEN}, {"dies_at": ""}, {"dies_at": "Browser.getVersion"}])
async def test_a_refused_consent_is_explained_after_one_connection(what: dict[str, object]) -> None:
    async with played(**what) as browser:
        assert "refused the connection" in await refusal(browser.address)
        assert browser.connections == 1


async def test_a_question_that_nobody_answers_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async with played(answers_upgrade=False) as browser:
        assert "Nobody answered Chrome's question" in await refusal(browser.address, 0.5)
        assert browser.connections == 1


async def test_a_stale_address_is_explained() -> None:
    assert "does not run, or no longer allows" in await refusal(f"ws://127.0.0.1:{free_port()}/devtools/browser/0")
    async with played(status=HTTPStatus.NOT_FOUND) as browser:
        assert "was started again" in await refusal(browser.address)


async def test_a_browser_without_tabs_is_explained() -> None:
    targets = [{**TAB, "url": "chrome://settings/"}, {**TAB, "type": "browser_ui"}]
    async with played(targets=targets) as browser, connect(Address(browser.address)) as running:
        with pytest.raises(BadInput, match="No tab with a page is open"):
            await list_tabs(running)


async def test_a_tab_that_was_closed_before_it_is_recorded_is_explained(tmp_path: Path) -> None:
    async with played(dies_at="Target.attachToTarget") as browser:
        with pytest.raises(BadInput, match="was closed before its recording began"):
            async with attached(browser.address, "shop", tmp_path / "gone.scope"):
                pass
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "step", ["Target.setAutoAttach", "Runtime.enable", "Page.startScreencast", "Page.getFrameTree", "Runtime.evaluate"]
)
async def test_a_browser_that_ends_at_any_step_leaves_a_packed_recording(step: str, tmp_path: Path) -> None:
    capture = tmp_path / "dead.scope"
    async with played(dies_at=step) as browser, attached(browser.address, "shop", capture) as recording:
        assert recording.task is not None
        recorded = await asyncio.wait_for(recording.task, 20)
    assert recorded.missing == ()
    assert recorded.capture.is_file()
    assert recording.told == ["The browser was closed; what was recorded until then is kept."]


async def test_a_browser_that_answers_nothing_of_the_tab_is_left_in_seconds(tmp_path: Path) -> None:
    silent = ("Runtime.enable", "Page.enable", "Runtime.evaluate", "Page.getFrameTree", "Target.detachFromTarget")
    async with played(silent_at=silent) as browser:
        async with attached(browser.address, "shop", tmp_path / "silent.scope") as recording:
            await asyncio.sleep(2.2)
        assert recording.told[0].startswith("The tab does not answer yet")
        assert browser.methods[-1] == "Target.detachFromTarget"
        assert "Browser.close" not in browser.methods
        assert not {"Browser.setDownloadBehavior", "Emulation.setFocusEmulationEnabled"} & {*browser.methods}
