"""API keys for model providers. A key can be written but never read."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from claude_scope.api.schemas.wire import Answered, Given, Text, Time, Trimmed

ProviderName = Literal["anthropic", "openai", "google", "openai-compatible"]


def web_address(text: str) -> str:
    """Require an http or https URL with a host, and without user name, query or fragment."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.username is not None or parts.query or parts.fragment or not text.isprintable():
        raise ValueError("it has to be the address of a server, as https://models.example.com/v1")
    return text


def sendable(key: SecretStr) -> SecretStr:
    """Require that a key has only characters that an HTTP header value may have."""
    text = key.get_secret_value()
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError("it has characters that no key has; copy it again")
    return key


Key = Annotated[SecretStr, Field(max_length=1000, examples=["sk-ant-..."]), AfterValidator(sendable)]
Label = Annotated[Text, Field(max_length=200, examples=["work"]), Trimmed]
Model = Annotated[Text, Field(max_length=200, examples=["claude-sonnet-4-5"]), Trimmed]
BaseUrl = Annotated[str, Field(max_length=2000, examples=["http://127.0.0.1:11434/v1"]), AfterValidator(web_address)]


class GivenKey(Given):
    """A key under either of its names, `key` or `apiKey`."""

    key: Key = SecretStr("")
    api_key: Key = Field(default=SecretStr(""), description="Another name for `key`; give one of them")

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if {"key", "api_key"} <= self.model_fields_set and self.key != self.api_key:
            raise ValueError("apiKey: this is another key than key; give one of them")
        return self

    def given(self) -> dict[str, Any]:
        """The fields of the request; `apiKey` is renamed to `key`."""
        found = super().given()
        return found | {"key": found.pop("api_key")} if "api_key" in found else found


class NewCredential(GivenKey):
    """A key; `baseUrl` is needed for `openai-compatible`, whose key may be empty, and may be set for the others.

    An `active` key needs a model.
    """

    provider: ProviderName
    label: Label = ""
    base_url: BaseUrl | None = Field(default=None, examples=[None])
    model: Model = ""
    active: bool = Field(
        default=False,
        description="Whether it is the chosen one; at most one is. Its model is asked about new sessions",
    )


class CredentialPatch(GivenKey):
    """A field that is left out stays. With another `baseUrl` the key has to be given again."""

    label: Label = ""
    base_url: BaseUrl | None = Field(default=None, examples=[None])
    model: Model = ""
    active: bool = False


class CredentialBody(Answered):
    """The public data about a key."""

    id: str = Field(examples=["crd_4N8QW2ZP"])
    provider: ProviderName
    label: str
    base_url: str | None
    masked_key: str = Field(
        examples=["sk-ant-...9fQA"],
        description="The first 7 and the last 4 characters; of a key of under 24 characters only `...`",
    )
    model: str
    active: bool
    created_at: Time
    updated_at: Time


class TrialBody(Answered):
    """The result of one small question; `models` are the names that can be chosen."""

    ok: bool
    said: str = Field(
        examples=[
            "claude-sonnet-5-5 of Anthropic answered a small question: 1 call of the model, 2,310 + 85 tokens, ..."
        ]
    )
    models: list[str]
