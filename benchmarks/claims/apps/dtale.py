"""D-Tale, dark and in Portuguese: a table of shipments that is sorted, filtered and described."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Aim, Hand

_SERVE = """
import sys
import dtale
import pandas
ports = ["Lisboa", "Porto", "Setúbal", "Faro", "Aveiro", "Leixões"]
goods = ["cortiça", "vinho", "sal", "azulejo", "azeite"]
rows = [(f"R-{1000 + n}", ports[n * 7 % 6], goods[n * 3 % 5], 120 + n * 37 % 900, round(3.5 + n * 1.7 % 40, 2),
         pandas.Timestamp("2025-01-06") + pandas.Timedelta(days=n), n % 4 > 0) for n in range(160)]
table = pandas.DataFrame(rows, columns=["remessa", "porto", "carga", "peso_kg", "frete", "partida", "pago"])
dtale.global_state.APP_SETTINGS["language"] = "pt"
dtale.show(table, host="127.0.0.1", port=int(sys.argv[1]), name="remessas", theme="dark", enable_custom_filters=True,
           subprocess=False, open_browser=False, app_root="")
"""


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [python_of("dtale"), "-c", _SERVE, str(port)]
    with running(command, f"http://127.0.0.1:{port}/", folder, {"HOME": str(folder)}):
        yield f"http://127.0.0.1:{port}/dtale/main/1"


async def _describe(hand: Hand) -> None:
    grid = hand.at(".ReactVirtualized__Grid >> nth=-1")
    await hand.click(_column(hand, "peso_kg"))
    await hand.click(hand.by("button", "Desc"))
    await hand.wheel(grid, 900, at=(200, 500))
    await hand.wheel(grid, -900, at=(200, 500))
    await hand.click(_column(hand, "porto"))
    await hand.click(hand.by("button", "Mover Coluna para Frente"))
    await hand.click(_column(hand, "partida"))


async def _filter(hand: Hand) -> None:
    await hand.click(_column(hand, "frete"))
    await hand.click(hand.by("button", "Asc"))
    await hand.click(hand.at("[data-testid=main-menu-holder]"))
    await hand.click(hand.by("button", "Filtro Customizado"))
    words = hand.at(".side-panel-content textarea", "textbox")
    await hand.click(words)
    await hand.type(words, "peso > 500")
    await hand.click(hand.at(".side-panel-content button:has-text('Aplicar')", "button"))


def _column(hand: Hand, name: str) -> Aim:
    return hand.at(f".headerCell .text-nowrap:text-is('{name}'), .headerCell :text-is('{name}')")


APP = App(
    name="dtale",
    half="tuned",
    start=_start,
    flows=(
        Flow("describe", _describe),
        Flow("filter", _filter, "The filter names a column that does not exist, and a traceback is shown."),
    ),
    pypi=("dtale==3.22.0",),
    is_dark=True,
)
