"""Trac: tickets, a wiki and reports of a project."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_FILL = """
import sys
from datetime import datetime, timezone
from trac.env import open_environment
from trac.ticket.model import Ticket
env = open_environment(sys.argv[1])
for number, line in enumerate(sys.stdin.read().splitlines()):
    ticket = Ticket(env)
    kind, priority, owner, ticket["summary"] = line.split("|")
    ticket.populate({"type": kind, "priority": priority, "owner": owner, "reporter": "noor", "status": "new",
                     "component": f"component{1 + number % 2}", "description": "Seen at the ''north pier''."})
    ticket.insert(when=datetime(2025, 4, 1 + number, 9, 0, tzinfo=timezone.utc))
"""
_TICKETS = """defect|blocker|ada|The pump does not stop
enhancement|minor|ada|Show the level in feet
defect|major|ivo|Alarm comes twice
task|major|ivo|Order new gauges
defect|critical|ada|Gauge 4 says zero
enhancement|trivial|noor|Colour the tide table
defect|minor|noor|Typo in the mail
task|minor|ada|Clean the sensor
defect|major|ivo|Chart ends in March
enhancement|major|noor|Send the alarm by phone
defect|minor|ada|Report 3 is slow
task|critical|ivo|Back up the database
"""
_RIGHTS = "TICKET_CREATE TICKET_MODIFY TICKET_APPEND WIKI_CREATE WIKI_MODIFY".split()


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    home, port = folder / "trac", free_port()
    tools = python_of("trac").parent
    do(tools / "trac-admin", home, "initenv", "Harbour", "sqlite:db/trac.db", cwd=folder)
    do(tools / "trac-admin", home, "config", "set", "header_logo", "src", "common/trac_banner.png", cwd=folder)
    do(tools / "trac-admin", home, "permission", "add", "anonymous", *_RIGHTS, cwd=folder)
    do(tools / "python", "-c", _FILL, home, cwd=folder, stdin=_TICKETS)
    command = [tools / "tracd", "--port", str(port), "--hostname", "127.0.0.1", "-s", home]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}/"


async def _wiki(hand: Hand) -> None:
    html = hand.at("html")
    await hand.click(hand.by("link", "Index"))
    await hand.wheel(html, 600, at=(640, 400))
    await hand.wheel(html, -600, at=(640, 400))
    await hand.click(hand.by("link", "View Tickets"))
    await hand.click(hand.by("link", "{1} Active Tickets"))
    await hand.click(hand.by("link", "Component"))
    await hand.click(hand.by("link", "Alarm comes twice"))
    await hand.click(hand.by("link", "Roadmap"))
    await hand.click(hand.by("link", "Milestone: milestone1"))


async def _ticket(hand: Hand) -> None:
    html = hand.at("html")
    await hand.click(hand.by("link", "New Ticket"))
    kind = hand.by("combobox", "Type:")
    await kind.locator.focus()
    await hand.key(kind, "ArrowDown", act="select", value="enhancement")
    await hand.wheel(html, 900, at=(640, 360))
    await hand.click(hand.at("input[name=preview]", "button", "Preview"))
    await hand.wheel(html, 900, at=(640, 360))
    await hand.click(hand.at("input[name=submit]", "button", "Create ticket"))


APP = App(
    name="trac",
    half="scored",
    start=_start,
    flows=(
        Flow("wiki", _wiki),
        Flow("ticket", _ticket, "The ticket has no summary, and a warning says that it was not created."),
    ),
    pypi=("trac==1.6", "setuptools==80.9.0"),
)
