"""A page with fields, images and forms named like DOM properties is rebuilt completely."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.capture.read import read_capture
from tests.browser.property_names import property_names
from tests.capture.build import act, added, element, loaded, mutation, page, text, write_capture

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from claude_scope.values import Node, Rebuilt


async def rebuilt(folder: Path, events: list[Any]) -> Rebuilt:
    capture = read_capture(write_capture(folder / "one", events), folder / "read")
    assert capture.problems == ()
    return await rebuild(capture)


def names_of(tree: Node, role: str) -> set[str]:
    return {node.name for node in tree.walk() if node.role == role}


async def test_a_form_with_a_field_for_every_property_is_rebuilt_whole(browser: Browser, tmp_path: Path) -> None:
    """In the full snapshot, in added nodes and in changed attributes; by `name` and by `id`; also for images and
    frames.
    """
    names = await property_names(browser)
    assert {"children", "parentElement", "submit", "elements", "body", "location"} <= set(names)
    fields = [element(100 + n, "input", name=name, aria_label=name) for n, name in enumerate(names)]
    by_id = [element(1_000 + n, "button", id=name, aria_label=name) for n, name in enumerate(names[::5])]
    images = [element(2_000 + n, "img", name=name, id=name, alt=name) for n, name in enumerate(names[::5])]
    documents = [element(3_000 + n, "form", name=name) for n, name in enumerate(names)]
    form = element(10, "form", *fields, *by_id, *images, element(11, "a", text(12, "More"), href="#"))
    late = element(20, "form", element(21, "p", text(22, "Late")))
    inside = [added(20, element(5_000 + n, "input", name=name, aria_label=name)) for n, name in enumerate(names)]
    events = [
        *loaded(100, page(element(9, "h1", text(8, "Book")), form, *documents)),
        act(1_000, "click", 11),
        mutation(2_000, adds=[added(5, late)]),
        mutation(2_001, adds=[added(20, element(23, "p", text(24, "Late")))]),
        mutation(3_000, adds=inside),
        mutation(4_000, attributes=[{"id": 100, "attributes": {"name": "parentElement"}}]),
    ]
    async with asyncio.timeout(100):
        built = await rebuilt(tmp_path, events)
    assert (built.problems, built.notes) == ((), ())
    for state in built.states:
        assert names_of(state.tree, "textbox") == set(names)
        assert names_of(state.tree, "img") == names_of(state.tree, "button") == set(names[::5])
        assert names_of(state.tree, "heading") == {"Book"}
    last = [node for node in built.states[-1].tree.walk() if node.role == "textbox"]
    assert len(last) == 2 * len(names)
    assert built.acts[0].target.locator == "page.getByRole('link', { name: 'More', exact: true })"


async def test_such_fields_keep_their_labels_styles_and_locators(tmp_path: Path) -> None:
    """While the replayer works, their names are stored elsewhere; in the tree, labels, descriptions and style rules
    apply.
    """
    style = "#children { width: 321px } [name=nodeType] { width: 123px }"
    head = element(30, "style", text(31, style))
    field = element(32, "input", id="children", aria_describedby="title")
    other = element(33, "input", name="nodeType", aria_label="Kind")
    icon = element(36, "i", text(37, "x"), id="icon")
    form = element(
        10,
        "form",
        element(34, "label", text(35, "Children"), for_="children"),
        field,
        other,
        element(38, "output", text(39, "How many?"), icon, id="title"),
    )
    built = await rebuilt(tmp_path, loaded(100, page(head, form)))
    tree = built.states[0].tree
    named = {node.name: node for node in tree.walk() if node.role == "textbox"}
    assert set(named) == {"Children", "Kind"}
    assert ("/description", "How many?x") in named["Children"].props
    assert [round(node.box.width) for node in named.values() if node.box] == [329, 131]  # with padding and border


async def test_radio_buttons_of_two_forms_stay_checked(tmp_path: Path) -> None:
    """Radio buttons without a form would be one group, of which only one can be checked."""
    forms = [
        element(10 * n, "form", element(10 * n + 1, "input", type="radio", name="title", checked="", aria_label="Ms"))
        for n in (1, 2)
    ]
    built = await rebuilt(tmp_path, loaded(100, page(*forms)))
    radios = [node for node in built.states[0].tree.walk() if node.role == "radio"]
    assert [node.states for node in radios] == [("checked",), ("checked",)]
