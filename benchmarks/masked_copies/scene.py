"""A scene: its pages, its acts, and the secrets that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.browser.record.driven import Driven
    from tests.browser.sites import Route

SIZE = (720, 440)
PRIVATE, TYPED, FIELD = "Quartz7419Falcon", "Walrus8826Tundra", "Copper5526Maple"
"""The secrets: in a block marked as private, typed into a password field, and the value of a field."""
ALL = (PRIVATE, TYPED, FIELD)

_HEAD = """<!doctype html><meta charset=utf-8><style>
body { font: 18px sans-serif; margin: 20px } input, textarea { font: 20px sans-serif; width: 280px; padding: 4px }
[data-private] { font-size: 22px; width: fit-content } iframe { border: 1px solid #aaa; width: 420px; height: 150px }
.dark { background: #111; color: #eee } .dark input { background: #222; color: #eee; border-color: #555 }
</style><script>
const hosts = { localhost: "127.0.0.1", "127.0.0.1": "localhost" };
const other = (path) => `//${hosts[location.hostname]}:${location.port}${path}`;
const add = (tag, more = {}) => {
  const made = Object.assign(document.createElement(tag), more);
  document.body.append(made);
  return made;
};
const find = (selector) => document.querySelector(selector);
const show = () => (find("#secret").type = find("#secret").type === "password" ? "text" : "password");
</script>"""
BLOCK = f"<div data-private>{PRIVATE}</div>"
PASSWORD = "<p><label>Password <input id=secret type=password></label> <button onclick=show()>Show</button></p>"
LINES = "".join(f"<p>An ordinary line of the page, number {n}</p>" for n in range(40))


@dataclass(frozen=True, slots=True)
class Scene:
    """`routes` are the pages; in each script `other(path)` is the same page on another site."""

    name: str
    routes: Mapping[str, Route]
    act: Callable[[Driven], Awaitable[None]]
    secrets: tuple[str, ...]
    """The secrets that the original video shows."""


def html(body: str) -> str:
    """A page."""
    return _HEAD + body


async def pause(driven: Driven, ms: float) -> None:
    """Wait for a while."""
    await driven.page.wait_for_timeout(ms)


async def fill_and_show(driven: Driven) -> None:
    """Type a password, letter by letter, and press Show."""
    await driven.page.click("#secret")
    await driven.page.keyboard.type(TYPED, delay=20)
    await driven.page.click("text=Show")
