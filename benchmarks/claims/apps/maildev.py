"""MailDev: a mail catcher that shows what a program has sent."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_MAILS = (
    ("Bestellung 4711 ist unterwegs", "shop@example.test", "ada@example.test", "Ihr Paket kommt am Freitag."),
    ("Reset your password", "no-reply@example.test", "bo@example.test", "Use the code 481516 within ten minutes."),
    ("Facture du mois de mai", "compta@example.test", "ada@example.test", "Montant : 84,50 EUR, sous 30 jours."),
    ("Build 208 failed", "ci@example.test", "team@example.test", "3 of 412 checks failed on branch harbour."),
    ("Weekly report", "stats@example.test", "team@example.test", "Visits: 1,204. Sign-ups: 37. Refunds: 2."),
    ("Invitation: Boat trip", "cleo@example.test", "bo@example.test", "Saturday at nine, pier 3. Bring a jacket."),
)


def _send(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for subject, sender, receiver, text in _MAILS:
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = subject, sender, receiver
            mail.set_content(text)
            mail.add_alternative(f"<h2>{subject}</h2><p>{text}</p>", subtype="html")
            mail.add_attachment(f"{subject}\n{text}", filename="copy.txt")
            server.send_message(mail)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    web, smtp = free_port(), free_port()
    program = npm_of("maildev") / ".bin" / "maildev"
    address = f"http://127.0.0.1:{web}/"
    options: list[str | Path] = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--mail-directory", folder / "mails"]
    with running([program, "--web", str(web), "--smtp", str(smtp), *options], address, folder):
        _send(smtp)
        yield address


async def _read(hand: Hand) -> None:
    words = hand.by("textbox", "Search emails...")
    await hand.click(hand.at("button:has-text('Facture du mois')", "button"))
    await hand.click(hand.by("button", "Plain Text"))
    await hand.click(hand.by("button", "Headers"))
    await hand.click(hand.by("button", "Switch to dark mode"))
    await hand.click(hand.at("button:has-text('Build 208 failed')", "button"))
    await hand.click(hand.by("button", "100%"))
    await hand.click(hand.by("button", "Settings"))
    await hand.key(hand.at("body"), "Escape")
    await hand.click(words)
    await hand.type(words, "ada")
    await hand.click(hand.by("button", "Mark all as read"))


async def _deleted(hand: Hand) -> None:
    words = hand.by("textbox", "Search emails...")
    await hand.click(words)
    await hand.type(words, "report")
    await hand.click(hand.at("button:has-text('Weekly report')", "button"))
    await hand.click(hand.by("button", "Plain Text"))
    await hand.click(hand.by("button", "Source"))
    await hand.click(hand.by("button", "Delete email"))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")


APP = App(
    "maildev",
    "tuned",
    _start,
    (
        Flow("read", _read),
        Flow(
            "deleted", _deleted, "After Back, the mail that was just deleted cannot be loaded, and a red line says so."
        ),
    ),
    npm=("maildev@3.0.0",),
)
