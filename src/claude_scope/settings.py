"""Every setting, read from the environment (`CLAUDE_SCOPE_...`); the defaults are safe for a personal machine."""

from __future__ import annotations

import json
import os
import re
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from claude_scope.host_port import parse_host_port


class Settings(BaseSettings):
    """Settings of the command line and the service."""

    model_config = SettingsConfigDict(env_prefix="CLAUDE_SCOPE_", extra="ignore")

    allow_private_addresses: bool = True
    """Whether the inspecting browser may access localhost and private networks."""

    page_timeout_s: float = Field(default=15.0, gt=0, le=120)
    """Seconds that one page may take to load and settle."""

    ocr_threads: int = Field(default=2, ge=1, le=64)
    """Threads of the OCR models."""


TOKEN_VARIABLE = "CLAUDE_SCOPE_TOKEN"
"""The access token that `mcp --server` and `pull --server` send to a service on another machine."""


def default_data_dir() -> Path:
    """The default data folder (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "claude-scope"


def _default_if_empty(given: Any) -> Any:
    """The value, or the default for an empty variable, because as a path "" would be the current folder."""
    return default_data_dir() if given == "" else given


def default_concurrency() -> int:
    """The number of concurrent sessions for this machine: each uses two cores."""
    return max(1, (os.cpu_count() or 1) // 2)


def split_list(given: Any) -> Any:
    """Split `a, b` or a JSON array into a list; any other value is returned unchanged."""
    if not isinstance(given, str):
        return given
    if re.match(r'\s*\[\s*["\]]', given):  # `[::1]:3000` begins with a bracket too
        return json.loads(given)
    return [part.strip() for part in given.split(",") if part.strip()]


Names = Annotated[list[str], NoDecode, BeforeValidator(split_list)]
"""A list, written as `a, b` or as a JSON array."""


def _parsed_host_port(given: str) -> str:
    try:
        return parse_host_port(given)
    except ValueError as error:
        raise PydanticCustomError("host_port", "host:port, such as localhost:3000 or [::1]:3000") from error


HostPorts = Annotated[list[Annotated[str, AfterValidator(_parsed_host_port)]], NoDecode, BeforeValidator(split_list)]
"""A list, written as `a:80, [::1]:3000` or as a JSON array; each entry is normalised."""


def is_loopback(host: str) -> bool:
    """Whether a host without port is `localhost` or a loopback address."""
    name = host.lower().strip("[]")
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


SignUp = Literal["open", "invitation", "closed"]
"""Who may create an account: everybody, people with an invitation, nobody."""


class ServiceSettings(Settings):
    """Further settings of the service: addresses, storage, accounts and limits."""

    host: str = "127.0.0.1"
    """The address to listen on; `0.0.0.0`: all addresses of this machine."""
    port: int = Field(default=8765, ge=0, le=65535)
    """The port to listen on; 0: any free port."""
    open: bool = True
    """Whether to open a browser with the link that signs in the user of this machine."""
    public_url: str = Field(default="", pattern=r"^(https?://[^/\s]+/?)?$")
    """The address that browsers use, if there is a reverse proxy: `https://scope.example.com`."""
    allowed_hosts: Names = []
    """Further accepted names in the Host header, besides those of `public_url` and `host`."""
    cors_origins: Names = []
    """Origins of other sites, or of the extension in Firefox (`moz-extension://...`), that may call the API."""
    trusted_proxies: Names = []
    """Addresses or networks of reverse proxies whose X-Forwarded-For header is trusted."""
    allowed_private_hosts: HostPorts = []
    """Private `host:port` or `[IPv6 address]:port` that the inspecting browser and base URLs may access."""

    data_dir: Annotated[Path, BeforeValidator(_default_if_empty)] = Field(default_factory=default_data_dir)
    """The folder for keys, and for everything that is not in a database server or in S3."""
    database_url: str = ""
    """`postgresql://USER:PASSWORD@HOST/NAME`; empty: SQLite in the data folder."""
    assets: str = ""
    """`s3://BUCKET/PREFIX`; empty: a folder in the data folder."""
    s3_endpoint: str = ""
    """`https://HOST` of an S3 server other than Amazon's."""
    s3_region: str = "us-east-1"
    """The bucket's region."""
    s3_access_key_id: SecretStr = SecretStr("")
    """The access key id; empty: taken from the machine's environment (instance role, `AWS_...`)."""
    s3_secret_access_key: SecretStr = SecretStr("")
    """The secret that belongs to `s3_access_key_id`."""

    worker: bool = True
    """Whether this process also processes sessions."""
    allow_root: bool = False
    """Whether a worker may run as root, although the browser has no sandbox then."""
    max_running: int = Field(default_factory=default_concurrency, ge=1, le=64)
    """Concurrent sessions of one worker; each takes up to `step_memory_mb`."""
    max_queued: int = Field(default=1000, ge=1)
    """Waiting sessions over all accounts; further uploads are refused with 503."""
    step_timeout_s: float = Field(default=1800, gt=0)
    """Seconds that decoding a recording, or reading a frame, may take."""
    step_memory_mb: int = Field(default=3072, ge=512)
    """Megabytes for the process that decodes and reads one session."""
    retry_hours: float = Field(default=1.0, ge=0)
    """Hours that the video of a failed session is kept for a retry."""

    max_upload_bytes: int = Field(default=100 * 1024 * 1024, ge=1)
    """Largest recording, in bytes."""
    max_pixels: int = Field(default=3840 * 2160 * 2, ge=1)
    """Largest frame of a recording, in pixels."""
    max_frames: int = Field(default=20, ge=1, le=200)
    """Maximum keyframes of one session."""
    max_sessions_per_account: int = Field(default=10_000, ge=0)
    """Sessions per account (the default is 27 a day for a year); further uploads are refused. 0: no limit."""
    max_bytes_per_account: int = Field(default=100_000_000_000, ge=0)
    """Bytes of stored files per account; one session takes about 6 MB. 0: no limit."""
    model_calls_per_minute: int = Field(default=60, ge=1)
    """Calls per account to its chosen model, over all workers."""
    max_model_cost_usd: float = Field(default=0, ge=0)
    """US dollars that one session may spend on a model; the model needs a known price then. 0: no limit."""
    requests_per_minute: int = Field(default=600, ge=1)
    """Requests per account, and per IPv4 address or IPv6 /64; an IPv6 /56 may send twice as many."""
    sign_ins_per_minute: int = Field(default=10, ge=1)
    """Attempts to sign in or up, or to pair a browser, per address; twice as many per IPv6 /56, three times as many per
    e-mail address."""

    sign_up: SignUp | Literal["auto"] = "auto"
    """Who may create an account: everybody (`open`), people with a code from `claude-scope invite` (`invitation`), or
    nobody (`closed`)."""
    token_hours: float = Field(default=24 * 7, gt=0, le=24 * 366)
    """Hours until a sign-in expires; at most a year."""
    issuer: str = ""
    """Issuer (`iss`) of a company's identity provider whose RS256 tokens are accepted."""
    audience: str = ""
    """Required audience (`aud`) of its tokens."""
    jwks_url: str = ""
    """URL of its public keys (JWKS); empty: taken from its OpenID configuration."""
    secret_keys: Annotated[list[SecretStr], NoDecode, BeforeValidator(split_list)] = []
    """Fernet keys that encrypt API keys and session keys, newest first; empty: generated in the data folder."""
    signed_url_minutes: int = Field(default=60, ge=1)
    """Minutes that the signed URL of an image is valid."""

    @model_validator(mode="after")
    def _trust_only_a_local_user(self) -> Self:
        """Allow private addresses by default only if the service is personal."""
        if "allow_private_addresses" not in self.model_fields_set:
            self.allow_private_addresses = self.is_personal
        return self

    @property
    def is_personal(self) -> bool:
        """Whether only this machine can reach the service: it listens on loopback and no proxy is configured."""
        names = (self.host, *self.allowed_hosts)
        return all(is_loopback(name) for name in names) and not (self.public_url or self.trusted_proxies)


class WorkerSettings(ServiceSettings):
    """Settings of a worker without an API: it cannot know who reaches the API, so it trusts no user by default."""

    @property
    def is_personal(self) -> bool:
        """Always False."""
        return False
