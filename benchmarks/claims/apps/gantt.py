"""DHTMLX Gantt in Russian: the plan of a construction site, with bars that are dragged and a form."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.offline_copy import offline_copy
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_TASKS = """
1|0|Дом на набережной|2031-05-05|30|0.4
2|1|Фундамент|2031-05-05|8|1
3|1|Стены|2031-05-15|10|0.6
4|1|Крыша|2031-05-27|6|0
5|1|Окна и двери|2031-05-27|4|0
6|0|Сад|2031-05-19|20|0.1
7|6|Дорожки|2031-05-19|6|0.3
8|6|Деревья|2031-05-27|5|0
9|6|Забор|2031-06-02|6|0
"""
_LINKS = ((2, 3), (3, 4), (7, 8), (8, 9))
_PAGE = """<!doctype html>
<html lang="ru">
<meta charset="utf-8"><title>План работ</title>
<link rel="stylesheet" href="lib/dhtmlxgantt.css">
<style>html, body, #plan { height: 100%; margin: 0; }</style>
<div id="plan"></div>
<script src="lib/dhtmlxgantt.js"></script>
<script>
  gantt.i18n.setLocale("ru");
  gantt.config.date_format = "%Y-%m-%d";
  gantt.config.open_tree_initially = true;
  gantt.config.start_date = new Date(2031, 4, 1);
  gantt.config.end_date = new Date(2031, 5, 16);
  gantt.attachEvent("onLightboxSave", (id, task) => {
    if (task.text) return true;
    gantt.message({ type: "error", text: "Укажите название задачи", expire: -1 });
    return false;
  });
  gantt.init("plan");
  gantt.parse(DATA);
</script>
"""
"""Like the first sample of the library, with the form validation from its guide."""

_NAMELESS = "A task without a name is not saved; a red message asks for the name."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    fields = ("id", "parent", "text", "start_date", "duration", "progress")
    tasks = [dict(zip(fields, line.split("|"), strict=True)) for line in _TASKS.strip().splitlines()]
    links = [{"id": at, "source": a, "target": b, "type": "0"} for at, (a, b) in enumerate(_LINKS, 1)]
    offline_copy(npm_of("gantt") / "dhtmlx-gantt" / "codebase", folder / "lib")
    (folder / "index.html").write_text(_PAGE.replace("DATA", json.dumps({"data": tasks, "links": links})))
    with serving(folder) as address:
        yield address


async def _plan(hand: Hand) -> None:
    await hand.drag(hand.at(".gantt_task_line[data-task-id='3']"), (70, 0), offset=(30, 12))
    await hand.click(hand.at(".gantt_row[data-task-id='6'] .gantt_tree_icon.gantt_close", "button"))
    await hand.wheel(hand.at(".gantt_data_area"), 120, at=(900, 300))
    await hand.double_click(hand.at(".gantt_row[data-task-id='4'] .gantt_cell"))
    text = hand.at(".gantt_cal_light textarea", "textbox")
    await hand.key(text, "Control+a")
    await hand.type(text, "Крыша и водостоки")
    await hand.click(hand.by("button", "Сохранить"))
    await hand.click(hand.at(".gantt_row[data-task-id='2'] .gantt_cell"))


async def _nameless(hand: Hand) -> None:
    await hand.click(hand.at(".gantt_row[data-task-id='1'] .gantt_tree_icon.gantt_close", "button"))
    await hand.click(hand.at(".gantt_row[data-task-id='6'] .gantt_add", "button"))
    text = hand.at(".gantt_cal_light textarea", "textbox")
    await hand.click(text)
    await hand.key(text, "Control+a")
    await hand.edit(text, ["Delete"], "")
    await hand.click(hand.by("button", "Сохранить"))


APP = App(
    "gantt",
    "tuned",
    _start,
    (Flow("plan", _plan), Flow("nameless", _nameless, _NAMELESS)),
    npm=("dhtmlx-gantt@10.0.3",),
)
