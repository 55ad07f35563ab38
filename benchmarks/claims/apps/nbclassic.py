"""nbclassic, the predecessor of JupyterLab: a folder of files, and a notebook whose cells are run."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Aim, Hand

_CELLS = (
    "# Rainfall in the harbour\nMonthly sums, in millimetres.",
    'rain = {"January": 71, "February": 54, "March": 62, "April": 48}',
    "total = sum(rain.values())\ntotal",
    'for month, mm in rain.items():\n    print(f"{month:10} {mm:4} mm", "#" * (mm // 6))',
    "wettest = max(rain, key=rain.get)\nwettest",
)
_OTHERS = ("gauges.csv", "notes.md", "prices.csv", "readme.txt", "stations.json", "tides.csv")

_ROW = "Click here to rename, delete, etc."


def _notebook() -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    for number, source in enumerate(_CELLS):
        cell = {"id": f"cell-{number}", "metadata": {}, "source": source}
        code: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
        cells.append(cell | (code if number else {"cell_type": "markdown"}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    notes, port = folder / "notes", free_port()
    (notes / "archive").mkdir(parents=True)
    (notes / "Rainfall.ipynb").write_text(json.dumps(_notebook()))
    for name in _OTHERS:
        (notes / name).write_text("station,level\nnorth,312\nsouth,298\n")
    command = [python_of("nbclassic").parent / "jupyter", "nbclassic", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.token=", "--ServerApp.password="]
    command += [f"--ServerApp.root_dir={notes}", "--ServerApp.port_retries=0"]
    with running(command, f"http://127.0.0.1:{port}/api", folder, {"HOME": str(folder)}):
        yield f"http://127.0.0.1:{port}/tree"


async def _files(hand: Hand) -> None:
    await hand.click(hand.by("button", "Sort by file size"))
    await hand.click(hand.by("button", "Sort by name"))
    await hand.check(hand.at(".list_item:has-text('prices.csv') input", "checkbox", _ROW))
    await hand.click(hand.at("#notebook_toolbar .rename-button", "button", "Rename selected"))
    name = hand.at(".modal-body input", "textbox")
    await hand.key(name, "Control+a")
    await hand.type(name, "prices-2025.csv")
    await hand.click(hand.by("button", "Rename"))
    await hand.click(hand.by("link", "Running"))
    await hand.click(hand.by("link", "Files"))


async def _run(hand: Hand) -> None:
    await hand.page.goto(hand.address.replace("/tree", "/notebooks/Rainfall.ipynb"))
    await hand.wait(3_000)
    await hand.look("notebook")
    await hand.click(hand.at(".code_cell >> nth=0 >> .CodeMirror-lines"))
    for _ in range(3):
        await hand.key(_focused(hand), "Shift+Enter")
    await hand.wheel(hand.at("#site"), 300, at=(640, 500))
    await hand.click(hand.at(".code_cell >> nth=3 >> .CodeMirror-lines"))
    await hand.key(_focused(hand), "Control+End")
    await hand.type(_focused(hand), ", driest", "")
    await hand.key(_focused(hand), "Control+Enter")


def _focused(hand: Hand) -> Aim:
    return hand.at(".cell.selected textarea", "textbox")


APP = App(
    name="nbclassic",
    half="tuned",
    start=_start,
    flows=(
        Flow("files", _files),
        Flow("run", _run, "A cell uses a name that is not defined, and a traceback appears below it."),
    ),
    pypi=("nbclassic==1.3.3", "ipykernel==7.4.0"),
)
