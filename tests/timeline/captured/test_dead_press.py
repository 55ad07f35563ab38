"""A press is dead only if it promised an effect that would be visible."""

from __future__ import annotations

import pytest

from claude_scope.timeline.captured.faults.dead_press import promises_nothing
from claude_scope.values import Node, Target
from tests.timeline.captured.trees import act, node, state

ADDRESS = "http://localhost:3000/bills"


def link(url: str, name: str = "Bills", ref: str = "n7") -> Node:
    return node("link", name, ref=ref, props=(("/url", url),))


def button(name: str, *states: str, ref: str = "n7", role: str = "button") -> Node:
    return node(role, name, ref=ref, states=states)


def tabs(url: str) -> Node:
    return node(
        "list", "", *(node("listitem", "", link(url, name, ref)) for name, ref in (("All", "n7"), ("Open", "n8")))
    )


@pytest.mark.parametrize(
    "page",
    [
        [link("/bills")],
        [link("mailto:ada@shop.example")],
        [link("http://[")],
        [button("Bills", "selected", role="tab")],
        [button("Bills", "current=page")],
        [button("Next", "disabled")],
        [button("By mail", "checked", role="radio")],
        [button("List", "pressed"), button("Grid", ref="n8")],
        [tabs("#")],
        [button("Copy link")],
        [button("Print")],
        [button("Expand all"), node("treeitem", "Crew", states=("expanded",))],
        [button("Collapse all"), node("treeitem", "Crew", states=("expanded=false",))],
        [button("Back to top")],
    ],
    ids=[
        "itself",
        "mail",
        "no address",
        "tab",
        "page",
        "disabled",
        "radio",
        "view",
        "tabs",
        "copy",
        "print",
        "expanded",
        "collapsed",
        "top",
    ],
)
def test_what_the_page_need_not_answer_promises_nothing(page: list[Node]) -> None:
    assert promised(page) is False


@pytest.mark.parametrize(
    "page",
    [
        [button("Save")],
        [button("Export")],
        [link("#")],
        [link("/crew")],
        [tabs("/crew")],
        [button("By mail", role="radio")],
        [button("Bold", "pressed")],
        [button("List"), button("Grid", "pressed", ref="n8")],
        [button("Expand all"), node("treeitem", "Crew", states=("expanded=false",))],
    ],
    ids=["save", "export", "script", "page", "links", "radio", "toggle", "other view", "collapsed"],
)
def test_every_other_press_promises_an_effect(page: list[Node]) -> None:
    assert promised(page) is True


def promised(page: list[Node]) -> bool:
    """Whether pressing the node `n7` of a page promises an effect."""
    shown = state(0, *page)
    pressed = next(item for item in shown.tree.walk() if item.ref == "n7")
    target = Target("d1", 7, "a", pressed.role, pressed.name)
    return not promises_nothing(act("click", 0, target=target), shown, ADDRESS)


@pytest.mark.parametrize("order", [("field", "text", "button"), ("field", "button", "text")])
def test_a_form_that_says_what_is_missing_need_not_answer_a_press_again(order: tuple[str, ...]) -> None:
    def form(value: str) -> Node:
        parts = {
            "field": node("textbox", "Username", text=value, ref="n5"),
            "text": node("paragraph", text="Username is empty", ref="n6"),
            "button": button("Next"),
        }
        return node("form", "", *(parts[name] for name in order), ref="n4")

    press = act("click", 1_000, "Next")
    assert promises_nothing(press, state(0, form("")), ADDRESS)
    assert not promises_nothing(press, state(0, form("ada")), ADDRESS)
