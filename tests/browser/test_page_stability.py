"""A snapshot is taken when the page is stable, not while it shows that it is loading."""

from __future__ import annotations

from pathlib import Path

from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.scripts import LOADING, REMEMBER
from tests.browser.at_once import inspect_at_once
from tests.browser.conftest import Lend
from tests.browser.sites import Answer, Site

SIGNS = {
    # messages of the page
    "<main aria-busy=true>Orders</main>": "busy",
    "<progress></progress>": "busy",
    "<div role=progressbar>...</div>": "busy",
    # endless animations without text
    "<style>@keyframes s { to { color: red } }</style><p style='height: 20px; animation: s 1s infinite'></p>": "moving",
    "<style>@keyframes t { to { rotate: 1turn } } i::after { content: ''; display: block; width: 20px; height: 20px;"
    " animation: t 1s infinite }</style><i></i>": "moving",
    "<svg width=20 height=20><circle r=9 cx=10 cy=10><animate attributeName=r to=5 dur=1s repeatCount=indefinite />"
    "</circle></svg>": "moving",
    "<div id=a></div><script>a.style.height = '9px'; a.animate([{opacity: 0}, {opacity: 1}],"
    " {duration: 500, iterations: Infinity})</script>": "moving",
    "<div id=b></div><script>b.attachShadow({mode: 'closed'}).innerHTML = '<style>@keyframes s { to { color: red } }"
    '</style><p style="height: 9px; animation: s 1s infinite"></p>\'</script>': "moving",
    # with reduced motion only the names are left
    "<div class='Card_skeleton__x1' style='height: 20px'></div>": "moving",
    "<div class=MuiSkeleton-root style='height: 20px'></div>": "moving",
    # no signs of loading
    "<h1>Orders</h1><p class=loading-dock>Bay 4</p>": "",
    "<main aria-busy=false>Orders</main>": "",
    "<main aria-busy=true hidden>Orders</main>": "",
    "<progress value=0.4></progress>": "",
    "<div class=skeleton style='height: 20px; visibility: hidden'></div>": "",
    "<div class=skeleton style='height: 20px; opacity: 0'></div>": "",
    "<div class=spinner style='position: absolute; top: 5000px; width: 20px; height: 20px'></div>": "",
    "<style>@keyframes s { to { background: red } }</style><p style='animation: s 1s infinite'>Sale!</p>": "",
    "<style>@keyframes s { to { opacity: 1 } }</style><p style='height: 20px; animation: s 60s 3'></p>": "",
}


async def test_signs_of_loading_are_distinguished_from_others(lend: Lend) -> None:
    async with Guard(Policy(allow_private=True)) as guard, lend(guard.url) as browser:
        page = await browser.new_page()
        await page.add_init_script(REMEMBER)
        await page.goto("about:blank")
        found = {}
        for html in SIGNS:
            await page.set_content(html)
            found[html] = await page.evaluate(LOADING)
    assert found == SIGNS


async def test_a_skeleton_is_waited_for_and_a_region_that_stays_busy_is_reported(out: Path) -> None:
    skeleton = """<h1>Orders</h1><div>a</div><div>b</div><main class=skeleton style='height: 90px'></main><script>
        setTimeout(() => { document.querySelector('main').outerHTML = '<p>Order 17</p>' }, 3500)</script>"""
    busy = "<h1>Orders</h1><div>a</div><div>b</div><main aria-busy=true style='height: 90px'></main>"
    async with Site({"/": Answer(skeleton), "/b": Answer(busy)}) as site:
        waited, told = await inspect_at_once([site.url, f"{site.url}b"], out)
    assert waited.tree
    assert "Order 17" in {node.text for node in waited.tree.walk()}
    assert waited.notes == ()
    assert told.success
    assert [note for note in told.notes if "loading" in note]
