"""No credential is ever logged, at any level, by our code or by libraries."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx
import jwt
import pytest

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.sign_in_links import invite, mint_link
from claude_scope.settings import ServiceSettings
from tests.accounts.server import serving
from tests.accounts.service import EMAIL, PASSWORD, Service, as_bearer

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database

NEW, WRONG = "a new and longer password", "not the right password"


@pytest.mark.attack("secrets")
async def test_no_log_holds_a_password_a_token_or_a_code(
    database: Database, keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = Service(database, keys, ServiceSettings(sign_up="invitation"))
    code, link = invite(database), mint_link(database, local_user(database).id)
    async with serving(service.app, "trace") as url, httpx.AsyncClient(base_url=url) as browser:
        secrets = [code, link, *await everything(browser, code, link)]
    service.passwords.close()
    text = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "/api/auth/login" in text
    for secret in (PASSWORD, NEW, WRONG, *secrets, "$argon2", "PRIVATE KEY"):
        assert secret not in text


async def everything(browser: httpx.AsyncClient, code: str, link: str) -> list[str]:
    """Sign up, in and out in every way, with right and wrong credentials; returns the tokens, and their signatures
    alone.
    """
    known = {"email": EMAIL, "password": PASSWORD}
    await browser.post("/api/auth/signup", json={**known, "invitation": code, "isAdmin": True})
    made = await browser.post("/api/auth/signup", json={**known, "invitation": code})
    signed_in = await browser.post("/api/auth/login", json=known)
    await browser.post("/api/auth/login", json={**known, "password": WRONG})
    await browser.post("/api/auth/login", content=f'{{"password": "{PASSWORD}", ')
    linked = await browser.post("/api/auth/link", json={"token": link})
    tokens = [answer.json()["accessToken"] for answer in (made, signed_in, linked)]
    await browser.get("/api/auth/me", headers=as_bearer(tokens[0]))
    await browser.get("/api/auth/me", headers=as_bearer(tokens[0][:-5]))
    body = {"currentPassword": PASSWORD, "newPassword": NEW}
    changed = await browser.post("/api/auth/password", json=body, headers=as_bearer(tokens[0]))
    tokens.append(changed.json()["accessToken"])
    await browser.request("DELETE", "/api/auth/me", json={"password": NEW}, headers=as_bearer(tokens[-1]))
    assert {jwt.get_unverified_header(token)["alg"] for token in tokens} == {"RS256"}
    return tokens + [token.split(".")[2] for token in tokens]
