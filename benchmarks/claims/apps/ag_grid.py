"""AG Grid, dark and in Chinese: 5,000 orders in a virtual table that is sorted, filtered and edited."""

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
<html lang="zh">
<meta charset="utf-8"><title>订单</title>
<style>html, body { height: 100%; margin: 0; background: #182230; } #grid { height: 100%; }</style>
<div id="grid"></div>
<script src="lib/ag-grid-community/dist/ag-grid-community.min.js"></script>
<script src="lib/@ag-grid-community/locale/dist/umd/@ag-grid-community/locale.js"></script>
<script>
  const goods = ["茶叶", "瓷器", "丝绸", "大米", "竹椅", "纸伞"], towns = ["上海", "杭州", "苏州", "宁波", "南京"];
  const rowData = Array.from({ length: 5000 }, (_, at) => ({
    number: 10001 + at, good: goods[at * 7 % 6], town: towns[at * 3 % 5], count: 1 + at * 37 % 90,
    price: 8 + at * 13 % 240, paid: at % 4 !== 1,
  }));
  const columnDefs = [
    { field: "number", headerName: "订单号", checkboxSelection: true }, { field: "good", headerName: "商品" },
    { field: "town", headerName: "城市" }, { field: "paid", headerName: "已付款" },
    { field: "count", headerName: "数量", filter: "agNumberColumnFilter",
      cellEditor: "agNumberCellEditor", cellEditorParams: { min: 1, max: 90 } },
    { field: "price", headerName: "单价" },
    { headerName: "总额", valueGetter: ({ data }) => data.count * data.price },
  ];
  agGrid.createGrid(document.getElementById("grid"), {
    columnDefs, rowData, localeText: AG_GRID_LOCALE_CN, pagination: true, paginationPageSize: 1000,
    paginationPageSizeSelector: [1000, 5000], rowSelection: "multiple", invalidEditValueMode: "block",
    theme: agGrid.themeQuartz.withPart(agGrid.colorSchemeDarkBlue),
    defaultColDef: { flex: 1, editable: true, filter: true, floatingFilter: true },
  });
</script>
"""
"""Like the first example in the library's documentation, with its dark colours and its validation."""
_TOO_MANY = "More pieces are ordered than the column allows; the cell is marked red and keeps the editor open."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    (folder / "lib").symlink_to(npm_of("ag_grid"))
    (folder / "index.html").write_text(_PAGE)
    with serving(folder) as address:
        yield address


async def _find(hand: Hand) -> None:
    town, rows = hand.at("input[aria-label^='城市']", "textbox"), hand.at("body")
    await hand.click(hand.by("columnheader", "单价"))
    await hand.click(hand.by("columnheader", "单价"))
    await hand.click(town)
    await hand.type(town, "杭州")
    await hand.wheel(rows, 900, at=(640, 400))
    await hand.click(hand.at(".ag-row:visible .ag-checkbox-input >> nth=6", "checkbox"), act="check")
    await hand.drag(hand.at(".ag-header-cell[col-id=good]"), hand.at(".ag-header-cell[col-id=price]"))
    await hand.click(hand.by("columnheader", "数量"))


async def _too_many(hand: Hand) -> None:
    await hand.click(hand.by("columnheader", "数量"))
    await hand.click(hand.at(".ag-row[row-index='2'] [col-id=good]", "gridcell"))
    await hand.double_click(hand.at(".ag-row[row-index='3'] [col-id=count]", "gridcell"))
    field = hand.at(".ag-cell-inline-editing input", "spinbutton")
    await hand.key(field, "Control+a")
    await hand.type(field, "400")
    await hand.key(field, "Enter")


APP = App(
    "ag_grid",
    "tuned",
    _start,
    (Flow("find", _find), Flow("too-many", _too_many, _TOO_MANY)),
    npm=("ag-grid-community@36.2.0", "@ag-grid-community/locale@36.2.0"),
    is_dark=True,
)
