"""API keys for models over HTTP: they are stored, but never returned."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from claude_scope.api.try_model import choice_of
from claude_scope.extras import HOSTED
from claude_scope.hosted.calls.choice import PROVIDERS
from claude_scope.settings import ServiceSettings
from tests.api.providers import GOOD, provider
from tests.hosted.model_server import ModelServer, failed, pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claude_scope.api.service import Service
    from tests.api.build import Person

KEY = "sk-ant-0123456789abcdef0123-9fQA"
FIELDS = {"id", "provider", "label", "baseUrl", "maskedKey", "model", "active", "createdAt", "updatedAt"}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with provider() as url:
        yield url


async def add(client: httpx.AsyncClient, who: Person, **fields: Any) -> dict[str, Any]:
    body = {"provider": "anthropic", "key": KEY, **fields}
    answer = await client.post("/api/credentials", json=body, headers=who.headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def listed(client: httpx.AsyncClient, who: Person) -> list[dict[str, Any]]:
    answer = await client.get("/api/credentials", headers=who.headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def trial(client: httpx.AsyncClient, who: Person, made: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/credentials/{made['id']}/test", headers=who.headers)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def files_with(text: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


@pytest.mark.attack("secrets")
async def test_a_key_is_answered_with_its_mask_only(client: httpx.AsyncClient, ana: Person) -> None:
    assert await listed(client, ana) == []
    made = await add(client, ana, label=" work ", model="claude-x\t", active=True)
    assert set(made) == FIELDS
    assert re.fullmatch(r"crd_[A-Z0-9]{8}", made["id"])
    told = {"provider": "anthropic", "label": "work", "baseUrl": None, "maskedKey": "sk-ant-...9fQA"}
    assert made | told | {"model": "claude-x", "active": True} == made
    assert await listed(client, ana) == [made]


@pytest.mark.attack("secrets")
async def test_nothing_of_a_short_key_is_shown(client: httpx.AsyncClient, ana: Person) -> None:
    assert (await add(client, ana, key="short-secret"))["maskedKey"] == "..."


async def test_a_key_is_taken_as_api_key_too(client: httpx.AsyncClient, ana: Person, base_url: str) -> None:
    """Existing clients send `{provider, label, apiKey}`."""
    body = {"provider": "anthropic", "label": "work", "apiKey": KEY}
    answer = await client.post("/api/credentials", json=body, headers=ana.headers)
    assert answer.status_code == 201, answer.text
    assert set(answer.json()) == FIELDS
    assert answer.json()["maskedKey"] == "sk-ant-...9fQA"
    assert KEY not in answer.text
    body = {"provider": "openai-compatible", "baseUrl": base_url, "apiKey": GOOD}
    made = (await client.post("/api/credentials", json=body, headers=ana.headers)).json()
    assert (await trial(client, ana, made))["ok"], "the provider was sent the key"
    changed = await client.patch(f"/api/credentials/{made['id']}", json={"apiKey": KEY}, headers=ana.headers)
    assert changed.json()["maskedKey"] == "sk-ant-...9fQA"
    assert not (await trial(client, ana, made))["ok"]


async def test_both_names_of_a_key_have_to_agree(client: httpx.AsyncClient, ana: Person) -> None:
    made = await add(client, ana, apiKey=KEY)
    for method, path in (("POST", "/api/credentials"), ("PATCH", f"/api/credentials/{made['id']}")):
        body = {"key": KEY, "apiKey": GOOD} | ({"provider": "anthropic"} if method == "POST" else {})
        answer = await client.request(method, path, json=body, headers=ana.headers)
        wanted = "apiKey: this is another key than key; give one of them"
        assert (answer.status_code, answer.json()["message"]) == (400, wanted)
    assert await listed(client, ana) == [made]


@pytest.mark.attack("secrets")
async def test_in_the_data_folder_and_the_database_no_key_is_readable(
    client: httpx.AsyncClient, ana: Person, tmp_path: Path
) -> None:
    await add(client, ana, label="a label that is stored")
    assert files_with("a label that is stored", tmp_path)
    assert files_with(KEY, tmp_path) == []


@pytest.mark.attack("secrets")
async def test_no_log_holds_a_key(
    client: httpx.AsyncClient, ana: Person, base_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = await add(client, ana, provider="openai-compatible", baseUrl=base_url)
    await trial(client, ana, made)
    await client.patch(f"/api/credentials/{made['id']}", json={"key": GOOD, "other": 1}, headers=ana.headers)
    await client.patch(f"/api/credentials/{made['id']}", json={"key": GOOD}, headers=ana.headers)
    await trial(client, ana, made)
    await client.post("/api/credentials", content=f'{{"key": "{KEY}", ', headers=ana.headers)
    for name in ("key", "apiKey"):
        await client.post("/api/credentials", json={"provider": "x", name: KEY + "\n"}, headers=ana.headers)
    await add(client, ana, apiKey=KEY)
    await client.post("/api/credentials", json={"provider": "google", "key": KEY, "apiKey": GOOD}, headers=ana.headers)
    text = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "/api/credentials" in text
    for secret in (KEY, GOOD, "gAAAA"):  # every Fernet token begins like this
        assert secret not in text


@pytest.mark.parametrize(
    "change",
    [
        {"provider": "mistral"},
        {"provider": None},
        {"key": ""},
        {"key": None},
        {"key": "a b\n"},
        {"key": "é" * 30},
        {"key": "x" * 1001},
        {"key": 7},
        {"apiKey": KEY + "secret"},
        {"apiKey": KEY + "\n"},
        {"apiKey": None},
        {"apiKey": ""},
        {"label": "x" * 201},
        {"label": "a\0b"},
        {"model": "x" * 201},
        {"active": "yes"},
        {"active": True},
        {"maskedKey": "x"},
        {"provider": "openai-compatible"},
        {"baseUrl": "ftp://models.example.com"},
        {"baseUrl": "models.example.com"},
        {"baseUrl": "http://user:secret@models.example.com"},
        {"baseUrl": "http://models.example.com/v1?key=1"},
        {"baseUrl": "http://models.example.com/v1#x"},
        {"baseUrl": "http://models.example.com:99999"},
        {"baseUrl": "http://models.example.com/\r\nX: y"},
        {"baseUrl": "file:///etc/passwd"},
    ],
)
@pytest.mark.attack("secrets")
async def test_what_does_not_fit_is_a_400_that_repeats_nothing(
    client: httpx.AsyncClient, ana: Person, change: dict[str, Any]
) -> None:
    body = {"provider": "anthropic", "key": KEY, **change}
    answer = await client.post("/api/credentials", json=body, headers=ana.headers)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "Bad Request"
    for sent in (KEY, "secret", "passwd"):
        assert sent not in answer.text
    assert await listed(client, ana) == []


async def test_a_change_is_of_what_is_given(client: httpx.AsyncClient, ana: Person) -> None:
    made = await add(client, ana, label="work")
    changes = {"label": "home", "model": "m", "active": True, "key": "AIza" + "x" * 35}
    for name, value in changes.items():
        answer = await client.patch(f"/api/credentials/{made['id']}", json={name: value}, headers=ana.headers)
        assert answer.status_code == 200, answer.text
    shown = await listed(client, ana)
    assert shown[0] | {"label": "home", "model": "m", "active": True, "maskedKey": "AIzaxxx...xxxx"} == shown[0]
    wrongs: list[Any] = [{"provider": "google"}, {"id": "x"}, {"key": ""}, {"model": ""}, {"active": None}, []]
    for wrong in wrongs:
        answer = await client.patch(f"/api/credentials/{made['id']}", json=wrong, headers=ana.headers)
        assert answer.status_code == 400, wrong
    assert await listed(client, ana) == shown


async def test_at_most_one_is_active_and_none_when_it_is_deleted(client: httpx.AsyncClient, ana: Person) -> None:
    first, second = await add(client, ana, model="a", active=True), await add(client, ana, model="b", active=True)
    assert [shown["active"] for shown in await listed(client, ana)] == [False, True]
    answer = await client.delete(f"/api/credentials/{second['id']}", headers=ana.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [(shown["id"], shown["active"]) for shown in await listed(client, ana)] == [(first["id"], False)]


@pytest.mark.attack("other accounts")
async def test_a_key_of_another_account_is_not_found(client: httpx.AsyncClient, ana: Person, ben: Person) -> None:
    made = await add(client, ana)
    for address in (f"/api/credentials/{made['id']}", "/api/credentials/crd_NONE0000"):
        answers = [
            await client.patch(address, json={"label": "mine"}, headers=ben.headers),
            await client.delete(address, headers=ben.headers),
            await client.post(address + "/test", headers=ben.headers),
        ]
        for answer in answers:
            wanted = {"statusCode": 404, "message": "There is no such credential.", "error": "Not Found"}
            assert (answer.status_code, answer.json()) == (404, wanted)
    assert await listed(client, ben) == []
    assert await listed(client, ana) == [made]


@pytest.mark.attack("other accounts")
async def test_nobody_gets_in_without_a_token(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/api/credentials"),
        await client.post("/api/credentials", json={"provider": "anthropic", "key": KEY}),
        await client.patch("/api/credentials/crd_A", json={}),
        await client.delete("/api/credentials/crd_A"),
        await client.post("/api/credentials/crd_A/test"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 5


@pytest.mark.parametrize("name", ["anthropic", "openai", "google", "openai-compatible"])
async def test_a_test_tells_what_the_provider_said(
    name: str, client: httpx.AsyncClient, ana: Person, base_url: str
) -> None:
    made = await add(client, ana, provider=name, baseUrl=base_url, key=GOOD)
    said = await trial(client, ana, made)
    assert said == {"ok": True, "said": said["said"], "models": said["models"]}
    assert said["models"]
    await client.patch(f"/api/credentials/{made['id']}", json={"key": KEY}, headers=ana.headers)
    said = await trial(client, ana, made)
    assert said == {"ok": False, "said": "127.0.0.1 answered 401: invalid key ***", "models": []}


@pytest.mark.parametrize("name", ["anthropic", "google", "openai-compatible"])
async def test_the_model_of_a_key_is_asked_one_question_and_its_cost_reported(
    name: str, client: httpx.AsyncClient, ana: Person
) -> None:
    """Or what went wrong, in one sentence without the key."""
    with ModelServer() as server:
        url = server.url("openai" if name == "openai-compatible" else name)
        made = await add(client, ana, provider=name, baseUrl=url, key=GOOD, model="m")
        server.answers(pair())
        said = await trial(client, ana, made)
        told = (
            r"m of 127.0.0.1:\d+ answered a small question: 1 call of the model, 1,000 \+ 200 tokens, at a cost that is"
        )
        assert said["ok"], said
        assert re.match(told, said["said"])
        (asked,) = server.asked
        assert [picture.shape for picture in asked.pictures] == [(200, 320, 3)] * 2
        server.answers(failed(404, f"no m for {GOOD}"))
        said = await trial(client, ana, made)
        assert not said["ok"]
        assert re.match(r"127.0.0.1:\d+ knows no model 'm' \(404: no m for \*\*\*\)", said["said"])
        assert len(server.asked) == 1


def test_a_known_provider_is_asked_with_its_usual_model() -> None:
    """This tests a key right after it was entered; the model names of a self-hosted server are unknown."""
    anthropic = choice_of("anthropic", "", "k", None)
    assert anthropic is not None
    assert anthropic.model == PROVIDERS["anthropic"].model
    assert choice_of("anthropic", "", "k", "http://127.0.0.1:9") is None
    assert choice_of("openai-compatible", "", "", "http://127.0.0.1:9") is None


async def test_a_local_model_needs_no_key(client: httpx.AsyncClient, ana: Person, base_url: str) -> None:
    made = await add(client, ana, provider="openai-compatible", baseUrl=base_url, key="")
    assert made["maskedKey"] == ""
    assert (await trial(client, ana, made))["said"].startswith("127.0.0.1 answered 401")


async def test_without_the_clients_of_providers_a_model_is_neither_chosen_nor_tried(
    client: httpx.AsyncClient, ana: Person, base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The response says what to install. Keys are kept nevertheless, and a chosen model can be deselected."""
    before = await add(client, ana, model="m", active=True)
    monkeypatch.setitem(sys.modules, "pydantic_ai", None)  # as if it were not installed
    made = await add(client, ana, baseUrl=base_url, model="m")
    said = await trial(client, ana, made)
    assert (said["ok"], said["models"]) == (False, [])
    assert HOSTED.install in said["said"]
    new = {"provider": "anthropic", "key": KEY, "model": "m", "active": True}
    for answer in (
        await client.post("/api/credentials", json=new, headers=ana.headers),
        await client.patch(f"/api/credentials/{made['id']}", json={"active": True}, headers=ana.headers),
    ):
        assert answer.status_code == 409
        assert HOSTED.install in answer.json()["message"]
    assert [entry["active"] for entry in await listed(client, ana)] == [True, False]
    answer = await client.patch(f"/api/credentials/{before['id']}", json={"active": False}, headers=ana.headers)
    assert answer.status_code == 200
    assert await listed(client, ana) != []


async def test_a_key_whose_secret_key_is_lost_is_reported(
    client: httpx.AsyncClient, ana: Person, service: Service
) -> None:
    made = await add(client, ana)
    file = service.settings.data_dir / "keys" / "secrets.txt"
    file.write_text("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")
    answer = await client.post(f"/api/credentials/{made['id']}/test", headers=ana.headers)
    assert answer.status_code == 409
    assert "enter it again" in answer.json()["message"]
    file.unlink()
    answer = await client.post(f"/api/credentials/{made['id']}/test", headers=ana.headers)
    assert answer.status_code == 500
    assert "secrets.txt" not in answer.text


class TestOnANetwork:
    """On an address that others can reach, base URLs must not be private ones unless they are allowed by name."""

    @pytest.fixture
    def settings(self, tmp_path: Path, base_url: str) -> ServiceSettings:
        allowed = base_url.removeprefix("http://")
        return ServiceSettings(data_dir=tmp_path / "data", host="0.0.0.0", allowed_private_hosts=[allowed])

    @pytest.fixture
    async def elsewhere(self) -> Any:
        with provider() as url:
            yield url

    @pytest.mark.attack("provider answers")
    async def test_private_addresses_are_out_of_reach(
        self, client: httpx.AsyncClient, ana: Person, base_url: str, elsewhere: str
    ) -> None:
        client.base_url = httpx.URL("http://127.0.0.1:8765")
        allowed = await add(client, ana, provider="openai-compatible", baseUrl=base_url, key=GOOD)
        assert (await trial(client, ana, allowed))["ok"]
        for address in (elsewhere, elsewhere.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest"):
            made = await add(client, ana, provider="openai-compatible", baseUrl=address, key=GOOD)
            said = await trial(client, ana, made)
            assert not said["ok"]
            assert "may not reach its address" in said["said"]


async def test_openapi_describes_every_response(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/openapi.json")).json()
    responses = {
        f"{method} {path}": sorted(operation["responses"])
        for path, operations in described["paths"].items()
        if "/credentials" in path
        for method, operation in operations.items()
    }
    assert responses == {
        "get /api/credentials": ["200", "400", "401", "409", "429", "503"],
        "post /api/credentials": ["201", "400", "401", "404", "409", "429", "503"],
        "patch /api/credentials/{credential_id}": ["200", "400", "401", "404", "409", "429", "503"],
        "delete /api/credentials/{credential_id}": ["204", "400", "401", "404", "409", "429", "503"],
        "post /api/credentials/{credential_id}/test": ["200", "400", "401", "404", "409", "429", "503"],
    }
    schemas = described["components"]["schemas"]
    with_secret = [name for name, schema in schemas.items() if '"secret"' in json.dumps(schema)]
    assert with_secret == ["BegunPairing", "PairingSecret"]
    for name in ("NewCredential", "CredentialPatch"):
        properties = described["components"]["schemas"][name]["properties"]
        assert {"key", "apiKey"} < set(properties)
        assert properties["apiKey"]["writeOnly"]
