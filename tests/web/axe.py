"""Runs axe-core (https://github.com/dequelabs/axe-core) on a page, in an isolated JavaScript world.

That world shares the page's elements but none of its scripts, and the page's content security policy applies but does
not block axe: a test of the policy stays valid while axe runs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = ("light", "dark")
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose result can depend on the theme."""
LOOK = """(async () => {
  for (const one of document.getAnimations()) try { one.finish() } catch { one.cancel() }
  const found = await axe.run(document, {runOnly: RULES, resultTypes: ["violations"], preload: PRELOAD});
  return found.violations.flatMap(({id, help, nodes}) => nodes.map((node) =>
    `${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 200)} ` +
    node.any.map((check) => check.message).join("; ")));
})()"""


async def problems(page: Page) -> list[str]:
    """The findings of axe on the current page, in both themes; an empty list means none."""
    session = await page.context.new_cdp_session(page)
    try:
        world = await _world(session)
        await _evaluate(session, world, _source())
        found = []
        for theme, rules in zip(THEMES, (TAGS, COLOURS), strict=True):
            await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # a literal
            # Its rule on style sheets concerns screen orientation, which no theme changes.
            look = LOOK.replace("RULES", repr(rules)).replace("PRELOAD", "true" if rules is TAGS else "false")
            here: list[str] = await _evaluate(session, world, look)
            found += [f"{theme}: {item}" for item in here]
        await page.emulate_media(color_scheme="light")
        return found
    finally:
        await session.detach()


async def _world(session: CDPSession) -> int:
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    made = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    context: int = made["executionContextId"]
    return context


async def _evaluate(session: CDPSession, world: int, expression: str) -> Any:
    how = {"contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = await session.send("Runtime.evaluate", {"expression": expression, **how})
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


@cache
def _source() -> str:
    assert AXE.exists(), "axe-core is not installed; run scripts/setup --for-tests"
    return AXE.read_text() + "\n;undefined"
