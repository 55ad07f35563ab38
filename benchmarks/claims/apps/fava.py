"""Fava, in French: the accounts of a household, with charts, a journal, queries and an editor."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_HEAD = """option "title" "Foyer Lambert"
option "operating_currency" "EUR"
2025-01-01 custom "fava-option" "language" "fr"
2025-01-01 custom "fava-option" "locale" "fr"
2025-01-01 open Actifs:Banque EUR
2025-01-01 open Actifs:Livret EUR
2025-01-01 open Passifs:Carte EUR
2025-01-01 open Revenus:Salaire EUR
2025-01-01 open Capitaux:Ouverture EUR
2025-01-01 open Charges:Loyer EUR
2025-01-01 open Charges:Courses EUR
2025-01-01 open Charges:Transport EUR
2025-01-01 open Charges:Loisirs EUR
2025-01-01 * "Ouverture" "Solde de départ"
  Actifs:Banque  2450.00 EUR
  Capitaux:Ouverture
"""
_ROOTS = {"assets": "Actifs", "liabilities": "Passifs", "income": "Revenus", "expenses": "Charges"}
_MONTHLY = (
    (1, "Agence du Port", "Loyer", 820, "Actifs:Banque", "Charges:Loyer"),
    (4, "Marché des Halles", "Légumes et pain", 64, "Passifs:Carte", "Charges:Courses"),
    (12, "SNCF", "Billet pour Rennes", 38, "Actifs:Banque", "Charges:Transport"),
    (17, "Cinéma Le Club", "Deux places", 21, "Passifs:Carte", "Charges:Loisirs"),
    (26, "Ateliers Morvan", "Salaire", 2310, "Revenus:Salaire", "Actifs:Banque"),
)
"""Day, payee, purpose, euros, source account, target account."""


def _ledger() -> str:
    names = [f'option "name_{name}" "{root}"' for name, root in (*_ROOTS.items(), ("equity", "Capitaux"))]
    lines = [*names, _HEAD]
    for month in range(1, 7):
        for day, payee, what, euros, source, target in _MONTHLY:
            on, amount = date(2025, month, day), euros + month * day % 7
            lines.append(f'{on} * "{payee}" "{what}"\n  {source}  -{amount}.50 EUR\n  {target}  {amount}.50 EUR\n')
    lines.append(f"{date(2025, 6, 30) + timedelta(1)} balance Actifs:Banque  100.00 EUR\n")
    return "\n".join(lines)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    ledger, port = folder / "foyer.beancount", free_port()
    ledger.write_text(_ledger())
    command = [python_of("fava").parent / "fava", ledger, "--host", "127.0.0.1", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}/"


async def _journal(hand: Hand) -> None:
    await hand.click(hand.by("link", "Bilan"))
    await hand.click(hand.by("link", "Journal"))
    await hand.click(hand.by("button", "Affectations"))
    await hand.wheel(hand.at("article"), 600, at=(720, 500))
    await hand.wheel(hand.at("article"), -600, at=(720, 500))
    await hand.click(hand.by("button", "Bénéficiaire/Description"))
    account = hand.by("combobox", "Compte")
    await hand.click(account)
    await hand.type(account, "Charges:Transport")
    await hand.key(account, "Enter")
    await hand.click(hand.by("link", "Compte de résultat"))


async def _query(hand: Hand) -> None:
    await hand.click(hand.by("link", "Statistiques"))
    await hand.click(hand.by("link", "Requête"))
    words = hand.at("article .cm-content", "textbox")
    await hand.click(words)
    await hand.type(words, "SELECT account, sum(position) GROUP BY account")
    await hand.click(hand.by("button", "Envoyer"))
    await hand.click(words)
    await hand.key(words, "Control+a")
    await hand.type(words, "SELECT montant WHERE year = 2025")
    await hand.click(hand.by("button", "Envoyer"))


APP = App(
    name="fava",
    half="tuned",
    start=_start,
    flows=(
        Flow("journal", _journal),
        Flow("query", _query, "The query names a column that does not exist, and its result is an error message."),
    ),
    pypi=("fava==1.30.16", "beancount==3.2.3"),
)
