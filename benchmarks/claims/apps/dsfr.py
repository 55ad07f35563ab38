"""The design system of the French state: its own example pages, in French."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.offline_copy import offline_copy
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_LOGIN = "The page of the sign-in says in red that name or password are wrong."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    package = npm_of("dsfr") / "@gouvfr" / "dsfr"
    offline_copy(package / "example", folder / "example")
    (folder / "dist").symlink_to(package / "dist")
    with serving(folder) as address:
        yield f"{address}example/index.html"


async def _components(hand: Hand) -> None:
    page = hand.at("html")
    await hand.click(hand.by("link", "Composant (component)"))
    await hand.click(hand.by("link", "Accordéon (accordion)"))
    await hand.click(hand.at(".fr-accordion__btn", "button"))
    await hand.wheel(page, 300, at=(640, 450))
    await hand.wheel(page, -300, at=(640, 450))
    await hand.click(hand.by("link", "Retour"))
    await hand.click(hand.by("link", "Case à cocher (checkbox)"))
    await hand.check(hand.at("input[type=checkbox]", "checkbox"), hand.at("input[type=checkbox] + label"))
    await hand.wheel(page, 600, at=(640, 450))


async def _login(hand: Hand) -> None:
    await hand.click(hand.by("link", "Modèles et exemples (layout)"))
    await hand.click(hand.by("link", "Modèle de page (page)"))
    await hand.click(hand.at("a[href*=login]", "link"))
    await hand.click(hand.by("link", "Page de connexion avec erreur"))
    await hand.wheel(hand.at("html"), 600, at=(640, 450))
    await hand.look("wrong")
    name, secret = hand.at("main input >> nth=0", "textbox"), hand.by("textbox", "Mot de passe")
    await hand.click(name)
    await hand.type(name, "ada@example.test")
    await hand.click(secret)
    await hand.type(secret, "sesame", "••••••")
    await hand.click(hand.at("label:has-text('Se souvenir de moi')"), act="check")


APP = App(
    "dsfr",
    "tuned",
    _start,
    (Flow("components", _components), Flow("login", _login, _LOGIN)),
    npm=("@gouvfr/dsfr@1.15.3",),
)
