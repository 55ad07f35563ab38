"""Blockly in Arabic: blocks that are combined into a program by dragging, from right to left."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_PAGE = """<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8"><title>المكعبات</title>
<style>
  body { margin: 0; font: 15px sans-serif; display: flex; flex-direction: column; height: 100vh; }
  header { padding: 8px 12px; display: flex; gap: 12px; align-items: center; background: #e8eef7; }
  #blocks { flex: 1; } output { min-width: 200px; padding: 4px 8px; background: white; direction: ltr; }
</style>
<header><h1 style="font-size:18px">برنامج المكعبات</h1><button id="run">تشغيل</button><button id="code">الشفرة</button>
<output id="out" aria-label="النتيجة"></output></header>
<div id="blocks"></div>
<script src="lib/blockly/blockly_compressed.js"></script>
<script src="lib/blockly/blocks_compressed.js"></script>
<script src="lib/blockly/javascript_compressed.js"></script>
<script src="lib/blockly/msg/ar.js"></script>
<script>
  const kinds = {
    منطق: ["controls_if", "logic_compare", "logic_boolean"], حلقات: ["controls_repeat_ext", "controls_whileUntil"],
    رياضيات: ["math_number", "math_arithmetic", "math_single"], نص: ["text", "text_join", "text_print"],
  };
  const contents = Object.entries(kinds).map(([name, types], at) => ({
    kind: "category", name, colour: String(at * 70 + 120), contents: types.map((type) => ({ kind: "block", type })),
  }));
  const number = (n) => ({ shadow: { type: "math_number", fields: { NUM: n } } });
  const sum = { type: "math_arithmetic", fields: { OP: "MULTIPLY" }, inputs: { A: number(6), B: number(7) } };
  const print = { type: "text_print", inputs: { TEXT: { block: sum } } };
  const loop = { type: "controls_repeat_ext", x: 60, y: 60, inputs: { TIMES: number(3), DO: { block: print } } };
  const workspace = Blockly.inject("blocks", {
    toolbox: { kind: "categoryToolbox", contents }, rtl: true, media: "lib/blockly/media/", trashcan: true,
    zoom: { controls: true }, grid: { spacing: 24, length: 3, colour: "#ccc" },
  });
  Blockly.serialization.workspaces.load({ blocks: { blocks: [loop] } }, workspace);
  const out = document.getElementById("out");
  const code = () => javascript.javascriptGenerator.workspaceToCode(workspace);
  document.getElementById("run").onclick = () => {
    const said = [];
    try { new Function("window", code())({ alert: (text) => said.push(text) }); out.textContent = said.join(", "); }
    catch (error) { out.textContent = String(error); }
  };
  document.getElementById("code").onclick = () => { out.textContent = code(); };
</script>
"""
"""Like the playground of Blockly: a toolbox, a workspace, and the program's output."""

_NO_NUMBER = (
    "A word is typed where a number belongs; the field falls back to the number before, and the program runs with it."
)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    (folder / "lib").symlink_to(npm_of("blockly"))
    (folder / "index.html").write_text(_PAGE)
    with serving(folder) as address:
        yield address


async def _build(hand: Hand) -> None:
    await hand.click(hand.by("button", "تشغيل"))
    await hand.click(hand.by("treeitem", "نص"))
    await hand.drag(
        hand.at(".blocklyFlyout .blocklyBlock.text_print, .blocklyFlyout .blocklyDraggable >> nth=-1"), (-420, 160)
    )
    await hand.click(hand.by("treeitem", "رياضيات"))
    await hand.drag(hand.at(".blocklyFlyout .blocklyDraggable"), (-560, 300))
    await hand.click(hand.by("button", "Zoom in"))
    await hand.click(hand.by("button", "الشفرة"))
    await hand.click(hand.by("button", "تشغيل"))


async def _no_number(hand: Hand) -> None:
    times = hand.by("button", "Edit number: 3")
    await hand.click(hand.by("treeitem", "منطق"))
    await hand.click(hand.by("treeitem", "حلقات"))
    await hand.click(hand.by("heading", "برنامج المكعبات"))
    await hand.click(times)
    field = hand.at(".blocklyHtmlInput", "textbox")
    await hand.type(field, "ثلاثون")
    await hand.key(field, "Enter")
    await hand.click(hand.by("button", "تشغيل"))


APP = App(
    "blockly",
    "tuned",
    _start,
    (Flow("build", _build), Flow("no-number", _no_number, _NO_NUMBER)),
    npm=("blockly@13.3.0",),
)
