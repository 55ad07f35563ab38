"""Wagtail, dark and in Japanese: the pages of a museum in a content management system."""

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

_SETTINGS = """
from .base import *
DEBUG = False
SECRET_KEY = "only-for-the-benchmark"
ALLOWED_HOSTS = ["127.0.0.1"]
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_SITE_NAME = "海の博物館"
"""
_FILL = """
import sys
from django.contrib.auth import get_user_model
from home.models import HomePage
from wagtail.models import Page
from wagtail.users.models import UserProfile
user = get_user_model().objects.create_superuser("ada", "ada@example.test", sys.argv[1])
UserProfile.objects.create(user=user, theme="dark", preferred_language="ja")
home = HomePage.objects.get()
for number, title in enumerate(sys.argv[2:]):
    home.add_child(instance=HomePage(title=title, slug=f"page-{number}", live=number % 3 > 0, owner=user))
"""
_PAGES = (
    "展示案内 開館時間 団体予約 友の会 港の歴史 灯台の写真 船の模型 子ども教室 図書室 売店 交通案内 お知らせ".split()
)


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    python, port, site = python_of("wagtail"), free_port(), folder / "museum"
    do(python.parent / "wagtail", "start", "museum", cwd=folder)
    (site / "museum" / "settings" / "dev.py").write_text(_SETTINGS)
    do(python, "manage.py", "migrate", cwd=site)
    do(
        python,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        f"import sys; sys.argv[1:] = {[PASSWORD, *_PAGES]!r}\n{_FILL}",
        cwd=site,
    )
    command = [python, "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/admin/login/", site):
        yield f"http://127.0.0.1:{port}/admin/"


async def _sign_in(hand: Hand) -> None:
    name, secret = hand.at("input[name=username]", "textbox"), hand.at("input[name=password]", "textbox")
    await hand.click(name)
    await hand.type(name, "ada")
    await hand.key(name, "Tab")
    await hand.type(secret, PASSWORD, "••••••")
    await hand.key(secret, "Enter")


async def _pages(hand: Hand) -> None:
    await _sign_in(hand)
    await hand.click(hand.at("a[href='/admin/pages/3/']", "link", "13 Pages created in 海の博物館"))
    await hand.check(hand.by("checkbox", "Select", nth=4))
    await hand.uncheck(hand.by("checkbox", "Select", nth=4))
    await hand.wheel(hand.at("html"), 300, at=(760, 500))
    await hand.wheel(hand.at("html"), -300, at=(760, 500))
    await hand.click(hand.by("link", "港の歴史"))
    await hand.click(hand.by("tab", "プロモート"))


async def _create(hand: Hand) -> None:
    await _sign_in(hand)
    await hand.click(hand.at("a[href='/admin/pages/3/']", "link", "13 Pages created in 海の博物館"))
    await hand.click(hand.by("link", "子ページを追加"))
    await hand.click(hand.by("tab", "プロモート"))
    slug = hand.at("input[name=slug]", "textbox")
    await hand.click(slug)
    await hand.type(slug, "page-4")
    await hand.click(hand.by("button", "下書きを保存"))


APP = App(
    name="wagtail",
    half="scored",
    start=_start,
    flows=(
        Flow("pages", _pages),
        Flow(
            "create",
            _create,
            "The page has no title and a slug that is in use, and it is not saved but shown with errors.",
        ),
    ),
    pypi=("wagtail==8.0.1",),
    is_dark=True,
)
