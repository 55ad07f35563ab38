"""Every type of element and every state, on pages in two styles that Chromium rendered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from claude_scope.values import ElementType, State

if TYPE_CHECKING:
    from claude_scope.values import Reading
    from tests.vision.conftest import Screens

PAGES = Path(__file__).parent / "pages"
LOOKS = ("boot", "tail")
EXPECTED: dict[str, dict[tuple[ElementType, str], tuple[State, ...]]] = {
    "form": {
        ("heading", "Account settings"): (),
        ("text", "Your changes could not be saved. Check the marked field."): (),
        ("input", "Full name"): ("focused",),
        ("input", "Email"): ("invalid",),
        ("input", "Customer number"): ("disabled",),
        ("select", "Language"): (),
        ("checkbox", "Weekly summary"): ("checked",),
        ("checkbox", "Product news"): (),
        ("checkbox", "Two-step sign-in"): ("checked",),
        ("radio", "Light"): ("checked",),
        ("radio", "Dark"): (),
        ("link", "Support"): (),
        ("link", "privacy policy"): (),
        ("button", "Cancel"): (),
        ("button", "Save changes"): ("disabled",),
    },
    "list": {
        ("heading", "Orders"): (),
        ("button", "Actions"): (),
        ("text", "Move to archive"): (),
        ("link", "A-1041"): (),
        ("text", "Solveig Dahl"): (),
    },
    "dialog": {
        ("dialog", "Delete order A-1042?"): (),
        ("heading", "Delete order A-1042?"): (),
        ("input", "Reason"): (),
        ("button", "Keep it"): (),
        ("button", "Delete order"): (),
    },
}


def page(name: str, look: str) -> str:
    style = (PAGES / "base.css").read_text() + (PAGES / f"{look}.css").read_text()
    return f"<style>{style}</style>{(PAGES / f'{name}.html').read_text()}"


@pytest.fixture(scope="module")
def readings(screens: Screens) -> dict[tuple[str, str], Reading]:
    names = [(name, look) for name in EXPECTED for look in LOOKS]
    read = screens.rendered({f"{name} {look}": page(name, look) for name, look in names})
    return {(name, look): read[f"{name} {look}"] for name, look in names}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", EXPECTED)
def test_types_and_states(readings: dict[tuple[str, str], Reading], name: str, look: str) -> None:
    """Each listed element is recognised with its type, its name, its state and no other state."""
    found = {(element.type, element.label): element.state for element in readings[name, look].elements}
    assert {key: found.get(key) for key in EXPECTED[name]} == EXPECTED[name]


def test_all_types_and_states_are_covered() -> None:
    """The expectations above contain all types that can be inferred from pixels; other types come from the page's
    nodes.
    """
    asked = [item for page in EXPECTED.values() for item in page.items()]
    assert {kind for (kind, _), _ in asked} == set(get_args(ElementType)) - {"tab", "menu", "alert", "image", "other"}
    assert {state for _, states in asked for state in states} == set(get_args(State))
