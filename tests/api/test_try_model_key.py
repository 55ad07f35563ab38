"""A provider's message about a key reaches the user; the key does not leave, and requests that the policy forbids are
not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.api.try_model_key import FORBIDDEN, PROVIDERS, try_key
from claude_scope.browser.egress.guard_proxy import Policy
from tests.api.providers import GOOD, provider

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Policy(allow_private=True)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with provider() as url:
        yield url


@pytest.mark.parametrize("name", PROVIDERS)
async def test_a_good_key_lists_the_models(name: str, base_url: str) -> None:
    trial = await try_key(name, GOOD, base_url, HERE)
    assert trial.ok
    assert trial.models == (("gemini-x",) if name == "google" else ("model-a", "model-b"))


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.attack("provider answers")
async def test_a_bad_key_is_reported_in_the_providers_words_without_the_key(name: str, base_url: str) -> None:
    trial = await try_key(name, "sk-secret-wrong", base_url, HERE)
    assert not trial.ok
    assert trial.said == "127.0.0.1 answered 401: invalid key ***"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/moved", "127.0.0.1 answered 302"),
        ("/huge", "127.0.0.1 could not be asked: it did not answer."),
        ("/page", "127.0.0.1 answered, but not with a list of models; look at the base URL."),
        ("/deep", "127.0.0.1 answered, but not with a list of models; look at the base URL."),
    ],
)
@pytest.mark.attack("provider answers")
async def test_odd_answers_are_reported(path: str, said: str, base_url: str) -> None:
    trial = await try_key("openai-compatible", GOOD, base_url + path, HERE)
    assert (trial.ok, trial.said) == (False, said)


@pytest.mark.attack("provider answers")
async def test_a_base_url_obeys_the_policy_of_the_inspecting_browser(base_url: str) -> None:
    trial = await try_key("openai-compatible", GOOD, base_url, Policy(allow_private=False))
    assert (trial.ok, trial.said) == (False, f"127.0.0.1 could not be asked: {FORBIDDEN}.")
    allowed = Policy(allow_private=False, allowed_hosts=frozenset({base_url.removeprefix("http://")}))
    assert (await try_key("openai-compatible", GOOD, base_url, allowed)).ok


@pytest.mark.attack("provider answers")
async def test_what_a_server_repeats_of_the_key_is_not_reported_even_where_it_is_cut(base_url: str) -> None:
    refused = await try_key("openai-compatible", GOOD, base_url + "/odd", HERE)
    listed = await try_key("openai-compatible", GOOD, base_url + "/echo", HERE)
    assert refused.said.isprintable()
    assert listed.models == ("***", "x" * 190 + "***")
    assert "sk-" not in f"{refused.said} {listed}"


@pytest.mark.attack("provider answers")
async def test_a_server_that_never_ends_is_left(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.api.try_model_key.TIMEOUT_S", 0.3)
    trial = await try_key("openai-compatible", GOOD, base_url + "/slow", HERE)
    assert (trial.ok, trial.said) == (False, "127.0.0.1 could not be asked: it did not answer.")


@pytest.mark.parametrize("url", ["http://localhost:1", "http://no-such-name.invalid", "http://[", "http://a b/"])
async def test_what_cannot_be_reached_is_one_sentence(url: str) -> None:
    trial = await try_key("openai-compatible", GOOD, url, HERE)
    assert not trial.ok
    assert trial.said.endswith(".")
    assert "\n" not in trial.said
