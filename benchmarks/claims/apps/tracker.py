"""Roundup, in Russian: an issue tracker that renders on the server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import PASSWORD, do, python_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_SERVE = """
import sys
from wsgiref.simple_server import make_server
from roundup.cgi.wsgi_handler import RequestDispatcher
make_server("127.0.0.1", int(sys.argv[2]), RequestDispatcher(sys.argv[1])).serve_forever()
"""
_ISSUES = (
    ("Экспорт отчёта пуст", "bug", "unread"),
    ("Тёмная тема для графиков", "feature", "chatting"),
    ("Страница входа мигает", "urgent", "unread"),
    ("Письма приходят дважды", "bug", "in-progress"),
    ("Печать обрезает таблицу", "bug", "testing"),
    ("Поиск по номеру договора", "wish", "unread"),
    ("Медленно открывается склад", "critical", "in-progress"),
    ("Добавить часовой пояс", "feature", "deferred"),
    ("Опечатка в счёте", "wish", "need-eg"),
    ("Не сохраняется фильтр", "bug", "unread"),
)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    home, port = folder / "tracker", free_port()
    home.mkdir()
    address = f"http://127.0.0.1:{port}/"
    admin = (python_of("tracker").parent / "roundup-admin", "-i", home)
    settings = f"tracker_web={address},mail_domain=example.test,mail_host=localhost,tracker_name=Гавань"
    settings += (
        ",tracker_email=a@example.test,admin_email=b@example.test,tracker_language=ru,web_use_browser_language=no"
    )
    do(*admin, "install", "classic", "sqlite", settings, cwd=folder)
    do(*admin, "initialise", PASSWORD, cwd=folder)
    user = f'create user username=ada password={PASSWORD} roles=User address=ada@example.test realname="Ада Брандт"'
    issues = [
        f'create issue title="{title}" priority={priority} status={status}' for title, priority, status in _ISSUES
    ]
    do(*admin, cwd=folder, stdin="\n".join([user, *issues, "commit", "quit", ""]))
    with running([python_of("tracker"), "-c", _SERVE, home, str(port)], address, folder, {"PYTHONUTF8": "1"}):
        yield address


async def _browse(hand: Hand) -> None:
    await hand.click(hand.by("link", "Письма приходят дважды"))
    await hand.wheel(hand.at("html"), 300, at=(640, 400))
    await hand.page.go_back()
    await hand.wait(900)
    await hand.look("back")
    by = hand.at("select[name='@sort0']", "combobox")
    await by.locator.focus()
    await hand.key(by, "ArrowDown", act="select", value="выполнил")
    await hand.key(by, "ArrowDown", act="select", value="исполнитель")
    await hand.uncheck(hand.at("input[name='@sortdir0']", "checkbox"))
    await hand.click(hand.by("button", "Обновить"))
    words = hand.at("#search-text", "textbox")
    await hand.click(words)
    await hand.type(words, "экспорт")
    await hand.key(words, "Enter")


async def _sign_in(hand: Hand) -> None:
    await hand.click(hand.by("link", "Показать все"))
    name, secret = hand.at("input[name=__login_name]", "textbox"), hand.at("input[name=__login_password]", "textbox")
    await hand.click(name)
    await hand.type(name, "ada")
    await hand.key(name, "Tab")
    await hand.type(secret, "open-sesame-24", "••••••")
    await hand.check(hand.by("checkbox", "Запомнить"))
    await hand.click(hand.by("button", "Вход"))


APP = App(
    name="tracker",
    half="tuned",
    start=_start,
    flows=(
        Flow("browse", _browse),
        Flow("sign in", _sign_in, "The password is wrong, and the page says that nobody was signed in."),
    ),
    pypi=("roundup==2.6.0",),
)
