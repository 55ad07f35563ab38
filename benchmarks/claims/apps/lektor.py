"""Lektor, in German: the website of a choir, its pages and its blog, edited in forms next to the site itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_POSTS = (
    ("sommerkonzert", "Sommerkonzert im Kreuzgang", "2025-06-21", "Wir singen Motetten von Schütz und Brahms."),
    ("neue-noten", "Neue Noten sind da", "2025-05-30", "Die Hefte liegen ab Dienstag im Probenraum."),
    ("probenplan", "Probenplan für den Herbst", "2025-05-12", "Wir proben dienstags um halb acht."),
    ("chorfahrt", "Chorfahrt nach Lübeck", "2025-04-28", "Abfahrt ist am Freitag um neun Uhr."),
    ("vorsingen", "Vorsingen für Tenöre", "2025-04-09", "Bitte eine Strophe eines Volksliedes vorbereiten."),
    ("passion", "Nach der Johannespassion", "2025-03-31", "Danke an alle, die geholfen haben."),
    ("stimmbildung", "Stimmbildung mit Frau Ahlers", "2025-03-04", "Jede Stimme bekommt zwei Termine."),
    ("winter", "Winterpause", "2025-02-10", "Die erste Probe ist am achtzehnten."),
)
_PAGES = {"": "Kantorei am Hafen", "termine": "Termine", "mitsingen": "Mitsingen", "vorstand": "Vorstand"}
_MODELS = {
    "page": """[model]
name = Seite
label = {{ this.title }}
[fields.title]
label = Titel
type = string
[fields.body]
label = Text
type = markdown
""",
    "blog": """[model]
name = Blog
label = {{ this.title }}
[fields.title]
label = Titel
type = string
[children]
model = post
order_by = -date
""",
    "post": """[model]
name = Beitrag
label = {{ this.title }}
[fields.title]
label = Titel
type = string
size = large
[fields.date]
label = Datum
type = date
width = 1/4
[fields.places]
label = Plätze
type = integer
width = 1/4
[fields.pinned]
label = Oben halten
type = boolean
checkbox_label = immer zuerst zeigen
width = 1/2
[fields.body]
label = Text
type = markdown
""",
}
_TEMPLATE = """<!doctype html><html lang="de"><meta charset="utf-8"><title>{{ this.title }}</title>
<style>body { font: 17px/1.5 Georgia, serif; max-width: 720px; margin: 30px auto; color: #223 }</style>
<nav><a href="{{ '/'|url }}">Start</a> <a href="{{ '/blog'|url }}">Blog</a> <a href="{{ '/termine'|url }}">Termine</a>
</nav><h1>{{ this.title }}</h1>{{ this.body }}
<ul>{% for one in this.children %}<li><a href="{{ one|url }}">{{ one.title }}</a></li>{% endfor %}</ul>
"""


def _write(site: Path) -> None:
    files = {"choir.lektorproject": "[project]\nname = Kantorei am Hafen\nlocale = de_DE\n"}
    files |= {f"models/{name}.ini": text for name, text in _MODELS.items()}
    files |= {f"templates/{name}.html": _TEMPLATE for name in _MODELS}
    for path, title in _PAGES.items():
        files[f"content/{path}/contents.lr"] = f"_model: page\n---\ntitle: {title}\n---\nbody: Willkommen bei uns.\n"
    files["content/blog/contents.lr"] = "_model: blog\n---\ntitle: Blog\n"
    for number, (path, title, day, text) in enumerate(_POSTS):
        fields = f"title: {title}\n---\ndate: {day}\n---\nplaces: {40 + number * 5}\n---\nbody: {text}\n"
        files[f"content/blog/{path}/contents.lr"] = fields
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    _write(folder / "site")
    port = free_port()
    command = [python_of("lektor").parent / "lektor", "--language", "de", "--project", folder / "site", "server"]
    command += ["--port", str(port), "--output-path", folder / "built"]
    with running(command, f"http://127.0.0.1:{port}/", folder, {"HOME": str(folder), "LC_ALL": "C.UTF-8"}):
        yield f"http://127.0.0.1:{port}/"


async def _add(hand: Hand) -> None:
    await hand.click(hand.by("link", "Blog"))
    await hand.click(hand.by("link", "✎"))
    await hand.click(hand.by("link", "+"))
    title = hand.at("dd input", "textbox")
    await hand.click(title)
    await hand.type(title, "Adventssingen")
    await hand.click(hand.by("button", "Unterseite hinzufügen"))
    text = hand.at("textarea", "textbox")
    await hand.click(text)
    await hand.type(text, "Am ersten Advent um fünf.")
    await hand.click(hand.by("button", "Änderungen speichern"))


async def _edit(hand: Hand) -> None:
    await hand.click(hand.by("link", "Blog"))
    await hand.click(hand.by("link", "Chorfahrt nach Lübeck"))
    await hand.click(hand.by("link", "✎"))
    await hand.check(hand.by("checkbox", "immer zuerst zeigen"))
    places = hand.at("dt:has-text('Plätze') + dd input", "textbox")
    await hand.click(places)
    await hand.key(places, "Control+a")
    await hand.type(places, "viele")
    await hand.click(hand.at(".editor h4, h4", "heading", "▶ Systemfelder"))
    await hand.click(hand.by("button", "Änderungen speichern"))


APP = App(
    name="lektor",
    half="scored",
    start=_start,
    flows=(
        Flow("add", _add),
        Flow("edit", _edit, "The number of places is a word, and the form says that it is no number."),
    ),
    pypi=("lektor==3.3.14", "setuptools==65.5.0"),
)
