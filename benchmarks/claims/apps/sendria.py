"""Sendria: a mailbox that catches what programs under test send."""

from __future__ import annotations

import smtplib
import sqlite3
import time
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Aim, Hand

_MAILS = (
    ("shop@harbour.test", "Your order 1042 has been shipped", "It left our warehouse this morning."),
    ("billing@harbour.test", "Invoice 2025-0311", "The amount of 84.20 EUR is due on 14 April."),
    ("no-reply@harbour.test", "Confirm your address", "Follow the link below within 24 hours."),
    ("support@harbour.test", "Re: The pump is loud", "Please tell us the serial number of the pump."),
    ("newsletter@harbour.test", "What is new in spring", "Four new pumps, and a filter that lasts longer."),
    ("alerts@harbour.test", "Disk almost full on web-2", "Of 80 GB only 3 GB are free."),
    ("hr@harbour.test", "Timetable of week 15", "Please enter your absences until Thursday."),
    ("shop@harbour.test", "Your basket is waiting", "Two articles are still in it."),
    ("security@harbour.test", "New sign-in from Lisbon", "If this was not you, change your password."),
    ("billing@harbour.test", "Reminder: invoice 2025-0298", "We have not received your payment yet."),
)


def _mail(sender: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "ada@example.test", subject
    mail["Date"] = "Mon, 07 Apr 2025 09:30:00 +0000"
    mail.set_content(f"Hello Ada,\n\n{text}\n\nHarbour Supplies")
    button = '<p><a href="#" style="background:#27c;color:#fff;padding:8px 16px">Open my account</a></p>'
    mail.add_alternative(f"<h2>{subject}</h2><p>Hello Ada,</p><p>{text}</p>{button}<p>Harbour Supplies</p>", "html")
    if "nvoice" in subject:
        mail.add_attachment("position;amount\npump;84.20\n", subtype="csv", filename="invoice.csv")
    return mail


def _date(file: Path) -> None:
    """Wait until the mails are stored, and set their dates."""
    with sqlite3.connect(file) as database:
        while database.execute("SELECT count(*) FROM message").fetchone()[0] < len(_MAILS):
            time.sleep(0.1)
        database.execute("UPDATE message SET created_at = datetime('2025-04-07 09:00', (id * -7) || ' minutes')")


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    web, smtp = free_port(), free_port()
    command = [python_of("sendria").parent / "sendria", "-f", "-n", "--db", folder / "mails.sqlite"]
    command += ["--http-port", str(web), "--smtp-port", str(smtp)]
    with running(command, f"http://127.0.0.1:{web}/", folder, {"HOME": str(folder)}):
        with smtplib.SMTP("127.0.0.1", smtp) as server:
            for mail in _MAILS:
                server.send_message(_mail(*mail))
        _date(folder / "mails.sqlite")
        yield f"http://127.0.0.1:{web}/"


def _subject(hand: Hand, subject: str) -> Aim:
    return hand.by("cell", subject)


async def _read(hand: Hand) -> None:
    await hand.click(_subject(hand, "Invoice 2025-0311"))
    await hand.click(hand.by("link", "Plain Text"))
    await hand.click(hand.by("link", "Source"))
    await hand.wheel(hand.at("iframe"), 300, at=(640, 500))
    await hand.wheel(hand.at("iframe"), -300, at=(640, 300))
    await hand.click(hand.by("link", "HTML"))
    await hand.click(_subject(hand, "Confirm your address"))
    await hand.click(hand.by("link", "Next"))
    await hand.click(hand.by("link", "Delete"))


async def _search(hand: Hand) -> None:
    words = hand.by("searchbox", "Search messages (only header data)...")
    await hand.click(words)
    await hand.type(words, "pump")
    await hand.click(_subject(hand, "Re: The pump is loud"))
    await hand.click(hand.by("link", "Plain Text"))
    await hand.click(words)
    await hand.key(words, "Control+a")
    await hand.edit(words, ["Delete"], "")
    await hand.type(words, "serial number")


APP = App(
    name="sendria",
    half="scored",
    start=_start,
    flows=(
        Flow("read", _read),
        Flow("search", _search, "The list stays empty, although the mail that is open has the words searched for."),
    ),
    pypi=("sendria==2.2.2", "setuptools==65.5.0"),
)
