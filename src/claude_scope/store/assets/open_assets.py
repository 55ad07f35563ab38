"""Opens the asset store that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.errors import UsageError
from claude_scope.extras import S3

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.assets import AssetStore


def open_assets(settings: ServiceSettings) -> AssetStore:
    """The store that the settings name; raises UsageError for an invalid address, or for S3 without its client."""
    if not settings.assets:
        from claude_scope.store.assets.local import LocalAssets

        return LocalAssets(settings.data_dir / "files")
    if not S3.is_installed():
        raise UsageError(
            f"Files in S3 need a package that is not installed; type: {S3.install}, "
            "or leave out --assets (CLAUDE_SCOPE_ASSETS): files are then kept in the data folder."
        )
    from claude_scope.store.assets.s3 import S3Assets

    return S3Assets.of(settings)
