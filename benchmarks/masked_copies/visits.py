"""Scenes with fields that reveal their values, dialogs, and navigations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.masked_copies.scene import (
    BLOCK,
    FIELD,
    LINES,
    PASSWORD,
    PRIVATE,
    TYPED,
    Scene,
    fill_and_show,
    html,
    pause,
)

if TYPE_CHECKING:
    from tests.browser.record.driven import Driven

_SHADOW = f"""<div id=host></div><script>
find('#host').attachShadow({{mode: 'open'}}).innerHTML = "<p data-private style='font-size: 22px'>{PRIVATE}</p>";
</script><p><label>Recovery phrase <textarea name=recovery_phrase>{FIELD}</textarea></label></p>"""


async def _toggle(driven: Driven) -> None:
    await fill_and_show(driven)
    for _ in range(3):
        await pause(driven, 350)
        await driven.page.click("text=Show")
        await driven.page.evaluate("document.body.classList.toggle('dark')")
    await pause(driven, 600)


async def _echo(driven: Driven) -> None:
    await fill_and_show(driven)
    await driven.page.evaluate("""() => {
      const said = add('p', {textContent: `Saved. Your password ${find('#secret').value} is active.`});
      setTimeout(() => document.body.prepend(said), 600);
      setTimeout(() => add('li', {textContent: `${find('#secret').value} was copied`}), 900);
    }""")
    await pause(driven, 1_800)


async def _save(driven: Driven) -> None:
    await fill_and_show(driven)
    await pause(driven, 400)
    await driven.page.click("text=Save")
    await pause(driven, 1_200)


async def _sticky(driven: Driven) -> None:
    await driven.page.mouse.move(300, 250)
    for step in (100, 300, -200):
        await driven.page.mouse.wheel(0, step)
        await pause(driven, 400)
    await driven.page.evaluate("find('dialog').showModal()")
    await pause(driven, 700)
    await driven.page.evaluate("find('dialog').close()")
    await pause(driven, 400)


async def _back(driven: Driven) -> None:
    for _ in range(2):
        await driven.page.click("text=Next")
        await pause(driven, 500)
        await driven.page.go_back()
        await pause(driven, 700)


async def _reload(driven: Driven) -> None:
    for _ in range(3):
        await driven.page.reload()
        await pause(driven, 600)
    driven.page.once("dialog", lambda dialog: dialog.accept())
    await driven.page.evaluate("alert('Really?')")
    await pause(driven, 600)


_TOKENS = "".join(f"<input type=hidden name=authenticity_token value=q{n}Jt2ZxK5vR1mWb7Lp0Y3hNc{n}>" for n in range(60))
_SAVED = f"""<p>Saved. The new password {TYPED} is active.</p><p><input value={TYPED}></p>
<p><button>Sign in with {TYPED}</button></p><p><select><option>Old<option selected>{TYPED}</select></p>"""

SCENES = (
    Scene(
        "saved",
        {
            "/": html(
                f"<form action=/saved>{PASSWORD.replace('<button', '<button type=button')}<button>Save</button></form>"
            ),
            "/saved": html(_SAVED),
        },
        _save,
        (TYPED,),
    ),
    Scene("many hidden tokens", {"/": html(PASSWORD + _TOKENS)}, _echo, (TYPED,)),
    Scene("show password, dark theme", {"/": html(PASSWORD)}, _toggle, (TYPED,)),
    Scene("echo", {"/": html(PASSWORD)}, _echo, (TYPED,)),
    Scene(
        "sticky and dialog",
        {
            "/": html(
                f"<div style='position: sticky; top: 0; background: white'>{BLOCK}</div>{LINES}"
                f"<dialog>{BLOCK.replace(PRIVATE, FIELD)}</dialog>"
            )
        },
        _sticky,
        (PRIVATE, FIELD),
    ),
    Scene(
        "back", {"/": html(f"{BLOCK}<a href=/next>Next</a>"), "/next": html("<h1>Nothing here</h1>")}, _back, (PRIVATE,)
    ),
    Scene("shadow root, textarea, reload", {"/": html(_SHADOW)}, _reload, (PRIVATE, FIELD)),
)
