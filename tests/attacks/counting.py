"""A plugin of pytest: counts the attacks that were tried, and those that succeeded.

A test marked `@pytest.mark.attack("tokens")` counts as one attack; if it fails, the attack succeeded. `cases=37` states
the number of attacks in a test; a test that learns it while running calls `record_property("attacks", 37)`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

BOUNDARIES = {
    "recordings": "files that call themselves recordings, and a child process that one has taken over",
    "captures": "captures that make the rebuilt page run scripts or reach out, and files that call themselves captures",
    "confinement": "what a child process that was taken over can reach",
    "pages": "inspected pages: ways out of the browser, and what they do to it",
    "page texts": "texts of pages and recordings in prompts, in the report and in the web app",
    "uploads": "forms over HTTP: their parts, names, sizes and speed",
    "clients": "any request: bodies, headers, connections",
    "quotas": "accounts and addresses that want more than their share",
    "tokens": "access tokens, one-time links, signed addresses, invitations",
    "other accounts": "every route with what belongs to somebody else",
    "provider answers": "answers of model providers and of base URLs",
    "backups": "backup files that are restored",
    "secrets": "keys and passwords, in texts, pictures, logs, the database and files",
}
"""The boundaries that attacks are tried against; SECURITY.md has the promise of each."""
ATTACK = "attack"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for how often random attacks are tried."""
    told = "how often attacks that are random are tried (benchmarks/attacks.py: many times)"
    parser.addoption("--attack-rounds", type=int, default=1, metavar="N", help=told)


@pytest.fixture(scope="session")
def attack_rounds(request: pytest.FixtureRequest) -> int:
    """The value of the option."""
    rounds: int = request.config.getoption("--attack-rounds")
    return rounds


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "attack(boundary, cases=1): an attack, counted by tests/attacks/counting.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Store boundary and number of cases in each report of a test, where they also survive the transfer from another
    process.
    """
    for item in items:
        for marker in item.iter_markers(ATTACK):
            (boundary,) = marker.args
            if boundary not in BOUNDARIES:
                raise pytest.UsageError(f"{item.nodeid}: {boundary!r} is no boundary of tests/attacks/counting.py.")
            item.user_properties.append((ATTACK, (boundary, marker.kwargs.get("cases", 1))))


def counted(reports: Iterable[pytest.TestReport]) -> tuple[Counter[str], Counter[str]]:
    """Attacks tried and succeeded, by boundary: a failure in any phase counts as success of the attack."""
    tried: Counter[str] = Counter()
    through: Counter[str] = Counter()
    for report in reports:
        noted: list[tuple[str, Any]] = report.user_properties
        recorded = [value for name, value in noted if name == "attacks"]
        for boundary, cases in (value for name, value in noted if name == ATTACK):
            if report.when == "call":
                tried[boundary] += recorded[-1] if recorded else cases
            if report.failed:
                through[boundary] += 1
    return tried, through


def table(tried: Counter[str], through: Counter[str]) -> str:
    """The boundaries that were attacked, and the totals, in Markdown."""
    rows = [(name, tried[name], through[name]) for name in BOUNDARIES if tried[name] or through[name]]
    rows.append(("all", tried.total(), through.total()))
    lines = [f"| {name} | {number} | {passed} |" for name, number, passed in rows]
    return "\n".join(["| boundary | attacks tried | got through |", "|---|---|---|", *lines])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, if anything was tried."""
    reports = [
        item
        for name in ("passed", "failed", "error")
        for item in terminalreporter.stats.get(name, [])
        if isinstance(item, pytest.TestReport)
    ]
    tried, through = counted(reports)
    if tried or through:
        terminalreporter.section("attacks")
        terminalreporter.write_line(table(tried, through))
