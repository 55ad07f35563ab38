"""Every setting in one place, from the environment (`CLAUDE_SCOPE_...`), safe by default for one person's machine."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the engine needs to know about the machine and the trust it may extend."""

    model_config = SettingsConfigDict(env_prefix="CLAUDE_SCOPE_", extra="ignore")

    allow_private_addresses: bool = True
    """Whether the inspecting browser may reach localhost and private networks: yes for a developer's own machine."""

    page_timeout_s: float = Field(default=15.0, gt=0, le=120)
    """How long one page may take to load and become still."""

    ocr_threads: int = Field(default=2, ge=1, le=64)
    """Threads of the OCR models."""
