"""Serves the pages and records the flows, each as a capture and as a video of the tab."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.claims.app import App
from benchmarks.claims.install import install
from benchmarks.claims.record import record_flow
from benchmarks.claims.recordings import CACHE
from benchmarks.claims.start_app import npm_of, serving
from benchmarks.readers import flows_of_components, flows_of_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RECORDINGS = CACHE.parent / "readers"
PAGES = Path(__file__).parent / "pages"
_NPM = (
    "ag-grid-community@36.2.0",
    "bootstrap-table@1.27.3",
    "bootstrap@5.3.8",
    "datatables.net-dt@2.3.4",
    "frappe-gantt@1.2.2",
    "fullcalendar@6.1.15",
    "jkanban@1.3.1",
    "jquery@3.7.1",
    "quill@2.0.3",
    "sortablejs@1.15.7",
    "tabulator-tables@6.5.3",
    "vis-timeline@8.5.4",
)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    shutil.copytree(PAGES, folder, dirs_exist_ok=True)
    (folder / "lib").symlink_to(npm_of(APP.name))
    with serving(folder) as address:
        yield address


FLOWS = (*flows_of_components.FLOWS, *flows_of_pages.FLOWS)
APP = App("readers", "tuned", _start, FLOWS, npm=_NPM)


def record(names: Sequence[str]) -> list[str]:
    """Record the flows with these names (all if empty); returns those that were not completed."""
    failed = []
    install(APP)
    for flow in APP.flows:
        if names and flow.name not in names:
            continue
        print(f"recording {flow.name}", flush=True)
        with TemporaryDirectory() as folder, APP.start(Path(folder)) as address:
            truth = asyncio.run(record_flow(APP, flow, f"{address}{flow.name}.html", RECORDINGS))
        if truth.problem:
            failed.append(f"{flow.name}: {truth.problem}")
    return failed
