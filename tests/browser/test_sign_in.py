"""Sign-in pages are recognised, and other pages are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_scope.browser.aria_snapshot import parse
from claude_scope.browser.inspect import inspect
from claude_scope.browser.page.sign_in import is_sign_in
from claude_scope.server.wiring import build_inspect
from claude_scope.settings import ServiceSettings
from tests.browser.sites import REST, Answer, Route, Site

FORM = '- textbox "Email"\n- textbox "Password"\n- button "Sign in"'


@pytest.mark.parametrize(
    ("asked", "got", "tree", "expected"),
    [
        ("http://a/", "http://a/", FORM, True),
        ("http://a/", "http://a/", '- textbox "Email"\n- textbox "Lösenord"\n- button "Log in"', True),
        ("http://a/", "http://a/", '- textbox "Password strength"\n- button "Log in"', False),
        ("http://a/app", "http://a/login?next=/app", "- heading", True),
        ("http://a/app", "http://a/users/sign_in", "- heading", True),
        ("http://a/app", "https://login.example/x", "- heading", True),
        ("http://a/login", "http://a/login", '- heading "Change log"', False),
        ("http://a/", "http://a/home", '- button "Sign in"', False),
        ("http://a/", "http://a/blog/logins-explained", "- heading", False),
        ("http://a/", "http://a/", '- textbox "Password"\n- textbox "New password"\n- button "Sign in"', False),
        ("http://a/", "http://a/", '- textbox "Password"\n- button "Delete account"', False),
        ("http://u:p@a/", "http://a/", "- heading", False),
        ("https://auth.myapp.test", "https://auth.myapp.test/", "- heading", False),
        ("https://auth.myapp.test/", "https://auth.myapp.test", "- heading", False),
        ("https://myapp.test", "https://auth.myapp.test/", "- heading", True),
        ("http://a/", "http://a/", '- textbox:\n  - /placeholder: Password\n- button "Sign in"', True),
    ],
)
def test_sign_in_pages(asked: str, got: str, tree: str, expected: bool) -> None:
    assert is_sign_in(asked, got, parse(tree)) == expected


async def test_a_stored_session_gets_past_the_sign_in(out: Path, tmp_path: Path) -> None:
    async with Site(
        {
            "/": "<script>location = localStorage.token && document.cookie == 'sid=1' ? '/app' : '/login'</script>",
            "/app": f"<h1>Inside</h1>{REST}",
            "/login": Answer(
                "<input type=email aria-label=Email><input type=password aria-label=Password><button>Log in"
            ),
        }
    ) as site:
        state = {
            "cookies": [{"name": "sid", "value": "1", "domain": "127.0.0.1", "path": "/", "expires": -1,
                         "httpOnly": False, "secure": False, "sameSite": "Lax"}],
            "origins": [{"origin": site.url.rstrip("/"), "localStorage": [{"name": "token", "value": "t"}]}],
        }  # fmt: skip
        (tmp_path / "state.json").write_text(json.dumps(state))
        (outside,) = await inspect([site.url], out)
        (inside,) = await inspect([site.url], out, storage_state=tmp_path / "state.json")
    assert any("--storage-state" in note for note in outside.notes)
    assert inside.final_url.endswith("/app")
    assert not any("--storage-state" in note for note in inside.notes)


async def test_the_service_advises_nothing_that_only_the_command_line_has(out: Path, tmp_path: Path) -> None:
    """Neither for a sign-in page, nor for an endless redirect, nor for a page that requires a password."""
    ask = {"www-authenticate": 'Basic realm="x"'}
    routes: dict[str, Route] = {
        "/": Answer(f"<input type=password aria-label=Password><button>Log in</button>{REST}"),
        "/round": Answer("", 302, {"location": "/round"}),
        "/asks": Answer("<h1>Who?</h1>", 401, ask),
    }
    async with Site(routes) as site:
        inspect_there = build_inspect(ServiceSettings(data_dir=tmp_path))
        found = await inspect_there([site.url, f"{site.url}round", f"{site.url}asks"], out, viewport=(1280, 720))
    told = [snapshot.error + " ".join(snapshot.notes) for snapshot in found]
    assert "This looks like a sign-in page: the browser that inspects is not signed in" in told[0]
    assert "redirects for ever" in told[1]
    assert "asks for a user name and password, which the browser that inspects does not have" in told[2]
    assert not any("--" in text or "USER:PASSWORD" in text for text in told)
