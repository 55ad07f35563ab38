"""copyparty, dark and in Spanish: a file manager with folders, a text viewer and a search."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import PASSWORD, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_FOLDERS = {
    "Facturas": [f"factura-2025-{number:03}.txt" for number in range(1, 13)],
    "Informes": ["balance-anual.md", "ventas-marzo.csv", "ventas-abril.csv", "inventario.csv", "resumen.md"],
    "Fotos": ["puerto.svg", "faro.svg", "mercado.svg"],
    "Privado": ["contratos.txt"],
}
_TEXT = """# Resumen de {name}

| Almacén  | Piezas | Importe |
|----------|-------:|--------:|
| Bilbao   |    120 | 4.310 € |
| Gijón    |     85 | 2.975 € |
| Santander|     42 | 1.480 € |

Revisado por Inés Aldana. Pendiente de firma.
"""
_PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><rect width="640" height="400" fill="#357"/>
<circle cx="480" cy="110" r="60" fill="#fc6"/><path d="M0 300 L200 180 L420 320 L640 240 V400 H0Z" fill="#264"/></svg>
"""
_CHANGED_S = 1_750_000_000
"""The modification time of all files."""


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    files, port = folder / "files", free_port()
    for name, names in _FOLDERS.items():
        (files / name).mkdir(parents=True)
        for number, file in enumerate(names):
            path = files / name / file
            path.write_text(_PICTURE if file.endswith(".svg") else _TEXT.format(name=file) * (1 + number % 4))
            os.utime(path, (_CHANGED_S + 86_400 * number, _CHANGED_S + 86_400 * number))
        os.utime(files / name, (_CHANGED_S, _CHANGED_S))
    command = [python_of("copyparty").parent / "copyparty", "-i", "127.0.0.1", "-p", str(port), "--lang", "spa"]
    command += [
        "-v",
        f"{files}::rwmd",
        "-v",
        f"{files}/Privado:Privado:r,ines",
        "-a",
        f"ines:{PASSWORD}",
        "-e2ds",
        "--theme",
        "0",
    ]
    command += ["--name", "Almacén", "--hist", str(folder / "hist"), "--no-thumb", "-q"]
    with running(command, f"http://127.0.0.1:{port}/", folder, {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}):
        yield f"http://127.0.0.1:{port}/"


async def _files(hand: Hand) -> None:
    await hand.click(hand.by("link", "Informes"))
    await hand.click(hand.at("#files thead th[name=sz]", "columnheader", "Size"))
    await hand.click(hand.at("#files tbody tr:last-child a", "link", "-txt-"))
    await hand.wheel(hand.at("#bdoc, #doc"), 300, at=(720, 450))
    await hand.click(hand.by("link", "❌ cerrar"))
    await hand.click(hand.by("link", "📂"))
    name = hand.at("#op_mkdir input[name=name]", "textbox")
    await hand.click(name)
    await hand.type(name, "Nóminas")
    await hand.click(hand.by("button", "crear directorio"))
    await hand.click(hand.by("link", "⚙️"))


async def _sign_in(hand: Hand) -> None:
    await hand.click(hand.by("link", "Facturas"))
    await hand.wheel(hand.at("html"), 240, at=(640, 400))
    await hand.wheel(hand.at("html"), -240, at=(640, 400))
    await hand.click(hand.at("#files thead th[name=ts]", "columnheader", "Date"))
    await hand.click(hand.by("link", "Iniciar sesión"))
    word = hand.by("textbox", "contraseña")
    await hand.click(word)
    await hand.type(word, "faro-1987", "••••••")
    await hand.click(hand.by("button", "iniciar sesión"), ms=4_000)
    await hand.page.goto(hand.address + "Privado/")
    await hand.wait(900)
    await hand.look("private folder")


APP = App(
    name="copyparty",
    half="scored",
    start=_start,
    flows=(
        Flow("files", _files),
        Flow("sign in", _sign_in, "The password is wrong, and the private folder that is opened then answers 403."),
    ),
    pypi=("copyparty==1.20.26",),
    is_dark=True,
)
