"""Every setting in one place, from the environment (`CLAUDE_SCOPE_...`), safe by default for one person's machine."""

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
    """What the engine needs to know about the machine and the trust it may extend."""

    model_config = SettingsConfigDict(env_prefix="CLAUDE_SCOPE_", extra="ignore")

    allow_private_addresses: bool = True
    """Whether the inspecting browser may reach localhost and private networks."""

    page_timeout_s: float = Field(default=15.0, gt=0, le=120)
    """Seconds that one page may take to load and become still."""

    ocr_threads: int = Field(default=2, ge=1, le=64)
    """Threads of the OCR models."""


def default_data_dir() -> Path:
    """Where a person's data is kept unless told otherwise (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "claude-scope"


def default_concurrency() -> int:
    """Sessions at once on this machine: each decodes and reads on two cores."""
    return max(1, (os.cpu_count() or 1) // 2)


def split_list(given: Any) -> Any:
    """The parts of `a, b` or of a JSON array; anything else as it is."""
    if not isinstance(given, str):
        return given
    if re.match(r'\s*\[\s*["\]]', given):  # `[::1]:3000` begins with a bracket too
        return json.loads(given)
    return [part.strip() for part in given.split(",") if part.strip()]


Names = Annotated[list[str], NoDecode, BeforeValidator(split_list)]
"""In a variable: `a, b`, or a JSON array."""


def _parsed_host_port(given: str) -> str:
    try:
        return parse_host_port(given)
    except ValueError as error:
        raise PydanticCustomError("host_port", "host:port, such as localhost:3000 or [::1]:3000") from error


HostPorts = Annotated[list[Annotated[str, AfterValidator(_parsed_host_port)]], NoDecode, BeforeValidator(split_list)]
"""In a variable: `a:80, [::1]:3000`, or a JSON array; in one spelling afterwards."""


def is_loopback(host: str) -> bool:
    """Whether a host, without its port, is this machine: `localhost`, or a loopback address."""
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
"""Who may make an account: everybody, who has an invitation, nobody."""


class ServiceSettings(Settings):
    """What the service needs to know besides: where it listens, what it keeps where, whom it lets in, its limits."""

    host: str = "127.0.0.1"
    """The address to listen on; `0.0.0.0`: all of this machine's."""
    port: int = Field(default=8765, ge=0, le=65535)
    """0: any that is free."""
    open: bool = True
    """Whether a browser is opened with the link that signs this machine's user in."""
    public_url: str = Field(default="", pattern=r"^(https?://[^/\s]+/?)?$")
    """The address that browsers use, if a reverse proxy stands in front: `https://scope.example.com`."""
    allowed_hosts: Names = []
    """Further names in the Host header that are answered: those of `public_url` and of the address always are."""
    cors_origins: Names = []
    """Other sites whose pages may call the API; none by default."""
    trusted_proxies: Names = []
    """Addresses or networks of reverse proxies whose X-Forwarded-For is believed."""
    allowed_private_hosts: HostPorts = []
    """`host:port`, or `[IPv6 address]:port`, that the inspecting browser and base URLs may reach although their
    addresses are private."""

    data_dir: Path = Field(default_factory=default_data_dir)
    """Where keys are kept, and all that neither a database server nor S3 keeps."""
    database_url: str = ""
    """`postgresql://USER:PASSWORD@HOST/NAME`; empty: SQLite in the data folder."""
    assets: str = ""
    """`s3://BUCKET/PREFIX`; empty: a folder in the data folder."""
    s3_endpoint: str = ""
    """`https://HOST` of an S3 server that is not Amazon's."""
    s3_region: str = "us-east-1"
    """The bucket's region."""
    s3_access_key_id: SecretStr = SecretStr("")
    """Empty: what the machine's environment gives (instance role, `AWS_...`)."""
    s3_secret_access_key: SecretStr = SecretStr("")
    """What belongs to it."""

    worker: bool = True
    """Whether this process works on sessions itself."""
    allow_root: bool = False
    """Whether a worker may run as root, for whom the browser that inspects pages has no sandbox."""
    max_running: int = Field(default_factory=default_concurrency, ge=1, le=64)
    """Sessions that one worker works on at once; each takes up to `step_memory_mb`."""
    max_queued: int = Field(default=1000, ge=1)
    """Sessions that may wait, over all accounts; more are refused with 503."""
    step_timeout_s: float = Field(default=1800, gt=0)
    """Seconds that decoding a recording, or reading a frame, may take."""
    step_memory_mb: int = Field(default=3072, ge=512)
    """Memory of the process that decodes and reads one session."""
    retry_hours: float = Field(default=1.0, ge=0)
    """How long the video of a failed session is kept for `retry`."""

    max_upload_bytes: int = Field(default=100 * 1024 * 1024, ge=1)
    """Largest recording."""
    max_pixels: int = Field(default=3840 * 2160 * 2, ge=1)
    """Largest frame of a recording, in pixels."""
    max_frames: int = Field(default=20, ge=1, le=200)
    """Keyframes of one session, at most."""
    max_sessions_per_account: int = Field(default=10_000, ge=0)
    """Sessions that an account may keep, 27 a day for a year; more are refused until some are deleted. 0: no limit."""
    max_bytes_per_account: int = Field(default=100_000_000_000, ge=0)
    """Bytes that the files of an account's sessions may take; one session takes some 6 MB. 0: no limit."""
    model_calls_per_minute: int = Field(default=60, ge=1)
    """Calls of the model that an account has chosen, over all workers."""
    max_model_cost_usd: float = Field(default=0, ge=0)
    """US dollars that one session may spend on a model, which needs a known price then; 0: no bound."""
    requests_per_minute: int = Field(default=600, ge=1)
    """Of one account, and of one address: an IPv4 address or an IPv6 /64. A /56 may ask twice as often."""
    sign_ins_per_minute: int = Field(default=10, ge=1)
    """Attempts to sign in or up from one address; twice as many from an IPv6 /56, three times for an e-mail address."""

    sign_up: SignUp | Literal["auto"] = "auto"
    """Who may make an account: everybody (`open`), who has a code of `claude-scope invite` (`invitation`), nobody."""
    token_hours: float = Field(default=24 * 7, gt=0, le=24 * 366)
    """How long a sign-in lasts; a year at most."""
    issuer: str = ""
    """Issuer (`iss`) of a company's identity provider whose RS256 tokens are accepted."""
    audience: str = ""
    """What its tokens have to be for (`aud`)."""
    jwks_url: str = ""
    """Where it publishes its keys; empty: what its OpenID configuration says."""
    secret_keys: Annotated[list[SecretStr], NoDecode, BeforeValidator(split_list)] = []
    """Fernet keys for keys of models and sessions, the newest first; empty: one is made in the data folder."""
    signed_url_minutes: int = Field(default=60, ge=1)
    """How long an image's address works without a token."""

    @model_validator(mode="after")
    def _trust_only_a_local_user(self) -> Self:
        """Where only this machine's user asks, private addresses may be reached; elsewhere they may not, unless set."""
        if "allow_private_addresses" not in self.model_fields_set:
            self.allow_private_addresses = self.is_personal
        return self

    @property
    def is_personal(self) -> bool:
        """Whether only this machine can reach it: it listens on loopback, and no setting speaks of a proxy in front."""
        names = (self.host, *self.allowed_hosts)
        return all(is_loopback(name) for name in names) and not (self.public_url or self.trusted_proxies)


class WorkerSettings(ServiceSettings):
    """Of a worker without an API: it does not know who can reach that, so it trusts nobody unless told to."""

    @property
    def is_personal(self) -> bool:
        """No."""
        return False
