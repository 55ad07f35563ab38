"""The choice of a model: provider, model, key and address, from options or an account's settings; or a command."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.errors import UsageError
from claude_scope.extras import HOSTED

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of models: its display name, address and default model, and the environment variables with its key."""

    title: str
    url: str
    model: str
    variables: tuple[str, ...]


PROVIDERS = {
    "anthropic": Provider("Anthropic", "https://api.anthropic.com", "claude-sonnet-5-5", ("ANTHROPIC_API_KEY",)),
    "openai": Provider("OpenAI", "https://api.openai.com/v1", "gpt-6.1-terra", ("OPENAI_API_KEY",)),
    "google": Provider(
        "Google",
        "https://generativelanguage.googleapis.com",
        "gemini-3.8-flash",
        ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    ),
}
"""Each default model was in the middle of its provider's price list in November 2026; each reads pictures."""


@dataclass(frozen=True, slots=True)
class Command:
    """An agent's command: its display name, program and default model, and how to sign in.

    The model "" is the program's own default. Calls count against the plan or key that the user signed in with.
    """

    title: str
    program: str
    model: str
    sign_in: str


COMMANDS = {
    "claude-code": Command("Claude Code", "claude", "sonnet", "run claude and type /login"),
    "codex": Command("Codex", "codex", "", "run codex login"),
    "gemini": Command("Gemini CLI", "gemini", "flash", "run gemini and sign in"),
}
"""The default models are aliases for the newest model in the middle of each price list."""
NO_KEY = "none"
"""The placeholder key for servers that need none; the libraries do not send an empty key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A model of a provider or of a command. `base_url` is set for a custom server; `repr` omits `key`."""

    provider: str
    model: str
    key: str = field(repr=False)
    base_url: str = ""

    @property
    def name(self) -> str:
        """`anthropic:claude-sonnet-5-5`; `codex` for the default model of a command."""
        return f"{self.provider}:{self.model}" if self.model else self.provider

    @property
    def is_command(self) -> bool:
        """Whether the model is called by an installed command instead of over HTTP."""
        return self.provider in COMMANDS

    @property
    def display_name(self) -> str:
        """The name in messages: the provider, the command, or the host of the custom server."""
        if self.is_command:
            return COMMANDS[self.provider].title
        return urlsplit(self.base_url).netloc.rpartition("@")[2] if self.base_url else PROVIDERS[self.provider].title

    @property
    def unknown_cost(self) -> str:
        """The cost in messages, for calls without a known price."""
        if self.is_command:
            return f"counted against what {self.display_name} is signed in with"
        return "at a cost that is not known"

    @property
    def url(self) -> str:
        """The base URL of the calls."""
        return self.base_url or PROVIDERS[self.provider].url


def choose(vision: str, base_url: str, environment: Mapping[str, str]) -> Choice | None:
    """The model that `--vision` and `--base-url` select, with its key; None for the local reader.

    Raises:
        UsageError: unknown reader, its provider's client or command is not installed, no key, or an invalid base URL.
    """
    provider, _, model = vision.partition(":")
    if vision == "local":
        if base_url:
            raise UsageError("--base-url is for a model; give --vision openai:MODEL with it.")
        return None
    if provider in COMMANDS:
        return _choose_command(provider, model, base_url, environment)
    if provider not in PROVIDERS:
        raise UsageError(f"--vision takes local, {', '.join((*PROVIDERS, *COMMANDS))} or NAME:MODEL, not {vision!r}.")
    known = PROVIDERS[provider]
    _check_base_url(base_url)
    if base_url and not model:
        raise UsageError("--base-url needs the model's name too; give --vision PROVIDER:MODEL with it.")
    if not HOSTED.is_installed():
        raise UsageError(
            f"--vision {provider} needs packages that are not installed; type: {HOSTED.install}, "
            "or leave out --vision: the local reader needs none."
        )
    key = next((environment[name].strip() for name in known.variables if environment.get(name, "").strip()), "")
    if not key and not (base_url and provider == "openai"):
        raise UsageError(
            f"--vision {provider} needs a key of {known.title}; set {' or '.join(known.variables)}, "
            "or leave out --vision: the local reader needs none."
        )
    return Choice(provider, model or known.model, key or NO_KEY, base_url)


def _choose_command(name: str, model: str, base_url: str, environment: Mapping[str, str]) -> Choice:
    command = COMMANDS[name]
    if base_url:
        raise UsageError(f"--base-url is for a provider; {command.title} knows its own address, so leave it out.")
    if shutil.which(command.program, path=environment.get("PATH")) is None:
        raise UsageError(
            f"--vision {name} needs the command {command.program}, which is not on the search path; "
            "install it, or leave out --vision: the local reader needs none."
        )
    return Choice(name, model or command.model, NO_KEY)


def _check_base_url(url: str) -> None:
    """Raise UsageError for an invalid address, or for one with a password, which messages would show."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise UsageError("--base-url takes the address of a server, such as http://localhost:11434/v1.")
    if "@" in parts.netloc:
        raise UsageError("--base-url takes no user name or password; set the provider's variable to the key.")
