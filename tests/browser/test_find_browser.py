"""A browser is found where users have one, and is started with flags that keep it quiet."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser import find_browser
from claude_scope.browser.chromium import launch_chromium
from tests.browser.conftest import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable


def executable(path: Path, content: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser, with an empty PATH and an empty cache."""
    monkeypatch.delenv(find_browser.BROWSER_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "cache"))
    monkeypatch.setattr(find_browser, "_PLACES", {})
    monkeypatch.setattr(find_browser, "_SHELL_PLACES", {})
    return tmp_path


def test_this_machine_has_a_browser() -> None:
    found = find_browser.find_browser()
    assert found is not None
    assert os.access(found, os.X_OK)


def test_a_machine_without_a_browser_finds_no_browser(bare: Path) -> None:
    assert find_browser.find_browser() is None


def test_a_browser_on_the_path_is_found(bare: Path) -> None:
    chromium = executable(bare / "bin/chromium")
    assert find_browser.find_browser() == chromium


@pytest.mark.parametrize("found", [find_browser.find_browser, find_browser.find_headless])
def test_the_variable_comes_first_and_nothing_replaces_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch, found: Callable[[], Path | None]
) -> None:
    executable(bare / "bin/chromium")
    executable(bare / "bin/chromium-headless-shell")
    mine = executable(bare / "mine")
    monkeypatch.setenv(find_browser.BROWSER_VARIABLE, str(mine))
    assert found() == mine
    mine.unlink()
    assert found() is None


@pytest.mark.parametrize(
    ("whole", "shell"),
    [
        ("bin/chromium", "bin/chromium-headless-shell"),
        ("cache/chromium-1200/chrome-linux64/chrome", "cache/chromium_headless_shell-1200/chrome-linux/headless_shell"),
    ],
)
def test_pages_are_inspected_by_the_headless_shell_if_there_is_one(bare: Path, whole: str, shell: str) -> None:
    """It has no windows, so it cannot record a tab."""
    chromium = executable(bare / whole)
    assert find_browser.find_headless() == chromium
    found = executable(bare / shell)
    assert find_browser.find_headless() == found
    assert find_browser.find_browser() == chromium


def test_a_browser_that_the_system_keeps_up_to_date_comes_before_a_shell_in_a_cache(bare: Path) -> None:
    executable(bare / "cache/chromium_headless_shell-900/chrome-linux/headless_shell")
    chromium = executable(bare / "bin/chromium")
    assert find_browser.find_headless() == chromium


def test_the_newest_of_playwrights_own_browsers_is_found(bare: Path) -> None:
    executable(bare / "cache/chromium-999/chrome-linux/chrome")
    newest = executable(bare / "cache/chromium-1200/chrome-linux64/chrome")
    assert find_browser.find_browser() == newest


def test_the_script_that_only_asks_for_the_snap_is_not_a_browser(bare: Path) -> None:
    executable(bare / "bin/chromium-browser", "#!/bin/sh\necho run: snap install chromium\n")
    assert find_browser.find_browser() is None


@pytest.mark.parametrize(("root", "sandboxed"), [(True, False), (False, True)])
def test_the_sandbox_is_off_only_for_root(monkeypatch: pytest.MonkeyPatch, root: bool, sandboxed: bool) -> None:
    monkeypatch.setattr(find_browser, "is_root", lambda: root)
    assert ("--no-sandbox" not in find_browser.launch_arguments()) == sandboxed


async def test_only_the_page_is_loaded_and_what_playwright_switches_off_stays_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The own pages of a full browser, such as the suggestions below the address bar, take longer than most pages."""
    monkeypatch.setenv(find_browser.BROWSER_VARIABLE, str(find_browser.find_browser()))
    async with launch_chromium(NOWHERE) as browser:
        page = await browser.new_page()
        session = await browser.new_browser_cdp_session()
        found = await session.send("Target.getTargets", {"filter": [{}]})
        assert {target["type"] for target in found["targetInfos"]} <= {"browser", "tab", "page"}
        await page.goto("chrome://version")
        flags = await page.locator("#command_line").inner_text()
    playwrights, ours = re.findall(r"--disable-features=(\S+)", flags)
    assert set(playwrights.split(",")) <= set(ours.split(",")) == set(find_browser.DISABLED_FEATURES)
