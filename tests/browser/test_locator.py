"""A locator finds exactly its node in a real page, when Playwright itself evaluates it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from claude_scope.browser.aria_snapshot import parse
from claude_scope.browser.find_browser import find_browser, launch_arguments
from claude_scope.browser.inspect import inspect
from claude_scope.browser.locator import add_locators, quote
from claude_scope.values import Node
from tests.browser.sites import Site

PAGE = """<!doctype html><meta charset=utf-8><title>Locators</title><style>a { display: inline-block }</style>
<nav aria-label=Main><a href=a>Home</a> <a href=b><h3>Plans</h3></a> <a href=c>Plans</a>
  <a href=d><img alt=Logo src=data:,> Acme <b>Inc</b></a></nav>
<main><h1>It's "quoted" \\ back/slash</h1>
<table><tr><th>Name<th>Act<tr><td>Alice<td><button>Delete</button><tr><td>Bob<td><button>Delete</button></table>
<ul><li><button>Save</button><li><button>Save</button><li><button>save</button></ul>
<div role=dialog aria-label=Edit><button>Save</button><input></div>
<input><input placeholder=Search…><input type=checkbox><label><input type=radio name=r> One</label>
<button><svg width=10 height=10></svg></button><button aria-hidden=true>Ghost</button><button>Ghost</button>
<button style='display: none'>Save</button><button>  Spaced   out
 name </button><button aria-label='new
line'>n</button>
<div aria-hidden=true><button>Del</button>only seen</div>
<article aria-labelledby=t1><h2 id=t1>Foo</h2><p>long text</p></article><article aria-label=Foo><p>other</p></article>
<section aria-label=Cart><span>Total</span> <strong>$93.90</strong> <span style='display: block'>7</span></section>
<a href=e><h3>Card one</h3><p>Some quite long text that goes on and on so that the name of this card is longer than what
one would like to read in a pattern at all</p></a>
<a href=f><h3>Card two</h3><p>Some quite long text that goes on and on so that the name of this card is longer than what
one would like to read in a pattern at all</p></a>
<a href=g><h3>Card two</h3><p>Another long text that goes on and on so that the name of this card is longer than what
one would like to read in a pattern at all</p></a>
<button>a.b*c(d)[e]{f}^$|\\/'"</button><button>日本語 😀</button><button>{{ 1 }}</button>
<a href=h><span style='display: block'>Multi</span><h4>(part)</h4></a>
<p>Unique paragraph</p><p>Same</p><p>Same</p>
<select aria-label=Sort><option>Up<option>Down</select>
<div role=tablist><div role=tab aria-selected=true>One</div><div role=tab>Two</div></div>
<button id=long>x</button></main>
<iframe srcdoc='<button>In frame</button><button>Save</button>'></iframe><iframe style='display: none'></iframe>
<iframe srcdoc="<button>Save</button><iframe srcdoc='<button>Deep</button>'></iframe>"></iframe>
<div id=host></div><footer><button>Last</button></footer><script>
document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = '<button>In shadow</button>'
document.getElementById('long').append('n'.repeat(950))</script>"""


async def evaluate(url: str, locators: list[str]) -> list[tuple[int, dict[str, float] | None]]:
    """How many elements each locator matches, and the box if there is one match."""
    node, cli = compute_driver_executable()
    script = Path(__file__).parent / "locate.cjs"
    package, browser, flags = str(Path(cli).parent), str(find_browser()), json.dumps(launch_arguments())
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(node, script, package, browser, flags, url, stdin=pipe, stdout=pipe)
    output, _ = await process.communicate(json.dumps(locators).encode())
    return [(count, box) for count, box in json.loads(output)]


async def test_every_locator_of_a_page_finds_its_node_alone(out: Path) -> None:
    async with Site({"/": PAGE}) as site:
        (snapshot,) = await inspect([site.url], out)
        assert snapshot.tree
        nodes = [node for node in snapshot.tree.walk() if node.locator]
        answers = await evaluate(site.url, [node.locator for node in nodes])
    wrong = [
        (node.locator, count, node.box, box)
        for node, (count, box) in zip(nodes, answers, strict=True)
        if count != 1 or (box and node.box and max(abs(box["x"] - node.box.x), abs(box["y"] - node.box.y)) > 1)
    ]
    assert wrong == []
    unlocated = [
        node for node in snapshot.tree.walk() if node.role in ("button", "link", "textbox") and not node.locator
    ]
    assert [node.text for node in unlocated] == ["Ghost"]  # `getByRole` does not find it, and its text occurs twice
    assert len(nodes) > 50


def locators(snapshot: str) -> list[str]:
    return [node.locator for node in add_locators(parse(snapshot)).walk() if node.role not in ("text", "fragment")]


def test_a_unique_name_needs_nothing_else() -> None:
    assert locators('- button "Save"\n- button "Cancel"') == [
        "page.getByRole('button', { name: 'Save', exact: true })",
        "page.getByRole('button', { name: 'Cancel', exact: true })",
    ]


def test_equal_names_are_distinguished_by_their_ancestors() -> None:
    tree = '- dialog "Edit":\n  - button "Save"\n- main:\n  - button "Save"'
    assert locators(tree)[1] == (
        "page.getByRole('dialog', { name: 'Edit', exact: true }).getByRole('button', { name: 'Save', exact: true })"
    )
    assert locators(tree)[3] == "page.getByRole('main').getByRole('button', { name: 'Save', exact: true })"


def test_a_row_is_found_by_what_it_holds() -> None:
    tree = (
        '- table:\n  - row:\n    - cell "Ann"\n    - button "Delete"\n  - row:\n    - cell "Bob"\n    - button "Delete"'
    )
    assert locators(tree)[3] == (
        "page.getByRole('row', { name: 'Ann' }).getByRole('button', { name: 'Delete', exact: true })"
    )


def test_a_row_is_found_by_the_first_cell_that_no_other_row_has() -> None:
    rows = [("Select", "7001", "Bolt"), ("Select", "70011", "Nut"), ("Select", "7002", "Bolt"), ("Select", "x", "Bolt")]
    tree = "- table:" + "".join("\n  - row:" + "".join(f'\n    - cell "{cell}"' for cell in cells) for cells in rows)
    assert [
        locator for locator in locators(tree) if locator.startswith("page.getByRole('row'") and "cell" not in locator
    ] == [
        r"page.getByRole('row', { name: /^Select\s*7001\s*Bolt$/ })",
        "page.getByRole('row', { name: '70011' })",
        "page.getByRole('row', { name: '7002' })",
        r"page.getByRole('row', { name: /^Select\s*x\s*Bolt$/ })",
    ]


def test_indistinguishable_nodes_get_an_index() -> None:
    assert locators('- list:\n  - button "Go"\n  - button "Go"')[2] == (
        "page.getByRole('button', { name: 'Go', exact: true }).nth(1)"
    )


def test_a_name_that_differs_in_case_is_another_name() -> None:
    assert not any("nth" in locator for locator in locators('- button "Save"\n- button "save"'))


@pytest.mark.parametrize("size", [3, 5_000])
def test_many_nodes_of_one_name_are_counted_in_order(size: int) -> None:
    found = locators("\n".join(['- button "Go"'] * size))
    assert len(set(found)) == size
    assert found[-1].endswith(f".nth({size - 1})")


@pytest.mark.parametrize(
    ("text", "literal"),
    [("plain", "'plain'"), ("it's", r"'it\'s'"), ("a\\b", r"'a\\b'"), ("\u2028\n\x07", r"'\u2028\u000a\u0007'")],
)
def test_names_are_written_as_javascript_strings(text: str, literal: str) -> None:
    assert quote(text) == literal


def test_the_rest_of_the_tree_is_as_it_was() -> None:
    tree = parse('- main:\n  - heading "A" [level=1] [box=1,2,3,4]\n  - iframe [box=0,0,9,9]:\n    - button "B"')

    def bare(node: Node) -> tuple[object, ...]:
        return node.role, node.name, node.states, node.box, tuple(map(bare, node.children))

    assert bare(add_locators(tree)) == bare(tree)


def test_the_value_of_a_field_in_another_row_is_part_of_its_name() -> None:
    tree = (
        '- table:\n  - row:\n    - cell "Alice"\n    - cell "3"\n'
        '  - row:\n    - cell:\n      - textbox: Alice\n    - cell "4"'
    )
    assert not any("name: 'Alice' })" in locator for locator in locators(tree) if "'row'" in locator)
