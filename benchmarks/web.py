"""Measures the speed of the web app and its Lighthouse scores, with real Chromium and a real server on this machine.

    scripts/setup --for-tests && .venv/bin/python -m benchmarks.web [--times 5] [--no-lighthouse]

For pages, with an empty browser cache and on reload: transferred bytes, and the time until the page was usable: its
content was there and no long task was running. For an ARIA tree of 1,000 and of 10,000 nodes: the time from the press
of a key until the rows are in the document, and until the next frame. Each is the median of several runs. Then
Lighthouse's scores for accessibility and best practices; the exit status is 1 if one is not 100.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import async_playwright

from claude_scope.browser.find_browser import find_browser, launch_arguments
from tests.accounts.running import running
from tests.processes import free_port
from tests.web.pages import OF_A_SESSION, settled, visit
from tests.web.sample import ROOT
from tests.web.stored import account_of, cut, finished_analysis, store

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route

    from tests.web.stored import Account

LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
NODE = ROOT / ".venv" / "bin" / "node"
CATEGORIES = ("accessibility", "best-practices")
TREES = (1_000, 10_000)
SIZE = {"width": 1280, "height": 800}
WATCH = """
window.busyUntil = 0;
new PerformanceObserver((list) => {
  for (const {startTime, duration} of list.getEntries()) window.busyUntil = startTime + duration;
}).observe({type: "longtask", buffered: true});
window.there = 0;
const isThere = () => document.querySelector("main h1") && !document.querySelector(".loading, .skeleton");
const look = () => {
  if (isThere()) window.there = performance.now();
  else requestAnimationFrame(look);
};
addEventListener("DOMContentLoaded", look);
"""
OPENING = """(rows) => new Promise((done) => {
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (!document.querySelector(`[role=tree] [aria-setsize="${rows}"]`)) return;
    watch.disconnect();
    const there = performance.now() - start;
    requestAnimationFrame(() => setTimeout(() => done([there, performance.now() - start])));
  });
  watch.observe(document.body, {subtree: true, childList: true, attributes: true});
  document.dispatchEvent(new KeyboardEvent("keydown", {key: "j", bubbles: true}));
})"""


def main() -> int:
    """Measure, print, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--no-lighthouse", action="store_true")
    options = parser.parse_args()
    limits = {"CLAUDE_SCOPE_REQUESTS_PER_MINUTE": "100000"}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "data", "--no-worker", **limits) as server:  # type: ignore[arg-type] # of environment variables
        account = account_of(server.url, server.token_of_link())
        return asyncio.run(measure(Path(folder), server.url, account, options))


async def measure(folder: Path, url: str, account: Account, options: argparse.Namespace) -> int:
    cut(folder / "pictures")
    session = await store(folder / "data", account.id, finished_analysis(folder / "pictures"))
    pages = {"landing": "/", "sign-in": "/sign-in", "dashboard": "/dashboard"}
    pages |= {name: OF_A_SESSION[name].format(id=session) for name in ("session", "review")}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=launch_arguments())
        print("page         transferred   usable after    again: transferred   usable after")
        for name, path in pages.items():
            who = None if name in ("landing", "sign-in") else account.signed_in
            seen = [await two_visits(browser, url, path, who) for _ in range(options.times)]
            size, ready, then_size, then_ready = (statistics.median(values) for values in zip(*seen, strict=True))
            again = f"{then_size / 1000:16.0f} KB   {then_ready:8.0f} ms"
            print(f"{name:12} {size / 1000:8.0f} KB   {ready:8.0f} ms   {again}")
        for rows in TREES:
            opened = [await open_tree(browser, url, session, account, rows) for _ in range(options.times)]
            there, painted = (statistics.median(values) for values in zip(*opened, strict=True))
            print(f"tree of {rows:,} nodes: rows after {there:.0f} ms, next frame after {painted:.0f} ms")
        await browser.close()
        if options.no_lighthouse:
            return 0
        scores = await lighthouse(playwright, folder, url, account, {n: p for n, p in pages.items() if n != "review"})
    for name, found in scores.items():
        print(f"Lighthouse   {name:12}", *(f"{category} {score}" for category, score in found.items()))
    return 0 if all(score == 100 for found in scores.values() for score in found.values()) else 1


async def context_of(browser: Browser, url: str, state: Any) -> BrowserContext:
    return await browser.new_context(base_url=url, storage_state=state, viewport=SIZE)  # type: ignore[arg-type] # SIZE


async def two_visits(browser: Browser, url: str, path: str, state: Any) -> list[float]:
    """Bytes, including headers, and milliseconds since the navigation began; then both for a reload."""
    context = await context_of(browser, url, state)
    page = await context.new_page()
    await page.add_init_script(WATCH)
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    seen = []
    for _ in range(2):
        sizes.clear()
        await visit(page, path)
        await page.wait_for_timeout(500)
        seen += [sum(sizes), await page.evaluate("Math.max(window.there, window.busyUntil)")]
    await context.close()
    return seen


async def open_tree(browser: Browser, url: str, session: str, account: Account, rows: int) -> tuple[float, float]:
    """Milliseconds after the key that goes to the next frame, whose tree has this many nodes on its first level."""
    context = await context_of(browser, url, account.signed_in)
    page = await context.new_page()
    tree = [{"level": 1, "role": "listitem", "name": f"Row {n}", "source": "aria"} for n in range(rows)]

    async def answer(route: Route) -> None:
        answered = await route.fetch()
        await route.fulfill(response=answered, json=await answered.json() | {"tree": tree, "treeRows": rows})

    await page.route("**/frames/*_5", answer)
    async with page.expect_response("**/frames/*_5"):  # the next frame is preloaded
        await page.goto(f"/sessions/{session}/review?frame=4")
    await settled(page)
    await page.wait_for_timeout(500)
    there, painted = await page.evaluate(OPENING, str(rows))
    await context.close()
    return there, painted


async def lighthouse(
    playwright: Playwright, folder: Path, url: str, account: Account, pages: dict[str, str]
) -> dict[str, dict[str, int]]:
    """Scores by page and category. Lighthouse opens its tabs in a browser in which the account is signed in."""
    port = free_port()
    context = await playwright.chromium.launch_persistent_context(
        folder / "profile",
        executable_path=find_browser(),
        args=[*launch_arguments(), f"--remote-debugging-port={port}"],
        base_url=url,
    )
    scores = {}
    for name, path in pages.items():
        await keep(context.pages[0], account if name not in ("landing", "sign-in") else None)
        scores[name] = await scored(f"{url}{path}", port)
    await context.close()
    return scores


async def keep(page: Page, account: Account | None) -> None:
    """Sign in or out."""
    await page.goto("/sign-in")
    await page.evaluate("localStorage.clear()")
    if account:
        entry = account.signed_in["origins"][0]["localStorage"][0]
        await page.evaluate("({name, value}) => localStorage.setItem(name, value)", entry)
    await page.goto("about:blank")


async def scored(address: str, port: int) -> dict[str, int]:
    options = [f"--port={port}", "--disable-storage-reset", "--output=json", "--quiet", "--preset=desktop"]
    options += ["--chrome-flags=--headless=new", f"--only-categories={','.join(CATEGORIES)}"]
    process = await asyncio.create_subprocess_exec(
        NODE, LIGHTHOUSE, address, *options, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    report = json.loads(out)
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] != "informative":
            print(f"  {address}: {audit['title']}")
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


if __name__ == "__main__":
    raise SystemExit(main())
