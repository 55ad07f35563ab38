"""The screens that the typer is measured with: rendered, with their truth, and recorded."""

from __future__ import annotations

from random import Random
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from claude_scope.browser.find_browser import find_browser, is_root, launch_arguments
from training.designs import design
from training.dress import dress, frameworks
from training.parts import LANGUAGES, Parts, words
from training.recorders import RECORDERS, Recording
from training.render import shown
from training.screens import Screen, specs

if TYPE_CHECKING:
    from claude_scope.values import Image

LOOKS = ("primary", "secondary", "danger", "ghost", "success", "info")
CURRENT = ("tab", "nav", "side", "page")


def test_the_test_has_frameworks_that_training_never_sees() -> None:
    """Four libraries and sixty screens at least, and no framework is in both parts."""
    trained = {spec.framework for spec in specs("training")}
    tested = {spec.framework for spec in specs("test")}
    assert not trained & tested
    assert len(tested) >= 4
    assert len(specs("test")) >= 60
    assert len([one for one in trained | tested if dress(one).css]) >= 12


def test_each_framework_names_only_parts_that_there_are() -> None:
    """A misspelt name in a framework's file would silently be ignored."""
    plain = dress("plain").shapes
    looks = {f"{part}_{kind}" for part in ("button", "alert", "badge") for kind in LOOKS}
    current = {f"{kind}{item}" for kind in CURRENT for item in ("", "_item")} | {"field"}
    for look in frameworks():
        shapes = (*plain.values(), *look.shapes.values())
        holes = {name for shape in shapes for _, name, _, _ in Formatter().parse(shape) if name}
        unknown = {*(set(look.shapes) - {*plain, "field_select"}), *(set(look.classes) - holes - looks)}
        assert not unknown | (set(look.active) - current), look.name


def test_each_language_has_words_for_everything() -> None:
    """Screens are drawn in any language, so none may lack a list."""
    assert len({frozenset(words(language)) for language in LANGUAGES}) == 1


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Image, dict[str, Any]]:
    """A dialog over a form, at a zoom of 125 %, as a picture with its truth."""
    lot = Random(7)
    parts = Parts(dress("design"), "en", lot)
    form = parts.title(1, "Sign in") + parts.field(["Email", "you@example.com", "", "email"], wrong=True)
    form += parts.dress.part("check", id="a", text="Remember me", state=" checked")
    form += parts.dress.part("button", text="Go on", state=" disabled")
    dialog = parts.dress.part("modal", text="Sure?", actions=parts.dress.part("button", text="Yes"))
    over = f'<div style="position:fixed;left:0;top:300px;width:100%;height:100px">{dialog}</div>'
    style = design(lot, dark=False) + ".x-modal { position: fixed; left: 20px; top: 240px; width: 300px; height: 70px }"
    html = parts.dress.page(f"<main>{form}</main>{over}", style, dark=False, language="en")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), chromium_sandbox=not is_root(), args=launch_arguments()
        )
        result = shown(browser, Screen(html, 800, 400, 1.25), tmp_path_factory.mktemp("page") / "page.html")
        browser.close()
    return result


def test_truth_has_roles_names_and_states(page: tuple[Image, dict[str, Any]]) -> None:
    """Types and names come from the accessibility tree, states with them."""
    found = {one["name"]: (one["type"], one["state"]) for one in page[1]["elements"]}
    assert found["Sign in"] == ("heading", [])
    assert found["Email"] == ("input", ["invalid"])
    assert found["Remember me"] == ("checkbox", ["checked"])
    assert found["Go on"] == ("button", ["disabled"])
    assert found["Sure?"] == ("dialog", [])


def test_truth_has_boxes_in_pixels_of_the_picture(page: tuple[Image, dict[str, Any]]) -> None:
    """At any zoom of the browser a box is where the picture shows the element."""
    image, truth = page
    assert image.shape == (400, 800, 3)
    left, top, width, height = next(one["bbox"] for one in truth["elements"] if one["name"] == "Sure?")
    assert (left, top, width) == (25, 300, 375)
    assert height == 88


def test_truth_tells_what_lies_in_what(page: tuple[Image, dict[str, Any]]) -> None:
    """The button of a dialog lies in it; nothing that is seen is covered."""
    elements = page[1]["elements"]
    names = [one["name"] for one in elements]
    assert elements[elements[names.index("Yes")]["inside"]]["name"] == "Sure?"
    assert elements[names.index("Email")]["inside"] == -1
    assert all(one["ok"] == (one["covered_by"] == -1) for one in elements)


@pytest.mark.parametrize("codec", sorted(RECORDERS))
def test_recorders_blur_and_keep(codec: str) -> None:
    """What comes back is the last picture, not the one before, and not quite as it was; the same each time."""
    lot = np.random.default_rng(1)
    image = np.repeat(np.repeat(lot.integers(0, 255, (9, 16, 3), np.uint8), 20, axis=0), 20, axis=1)
    once = Recording(codec, 1_000_000, 6).of(image, np.full_like(image, 255))
    assert once.shape == image.shape
    assert 0 < np.abs(once.astype(int) - image).mean() < 30
    assert np.array_equal(once, Recording(codec, 1_000_000, 6).of(image, np.full_like(image, 255)))
