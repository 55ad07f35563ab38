"""Opens the asset store that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.assets import AssetStore


def open_assets(settings: ServiceSettings) -> AssetStore:
    """The store that the settings name; raises UsageError for an address that is none."""
    if not settings.assets:
        from claude_scope.store.assets.local import LocalAssets

        return LocalAssets(settings.data_dir / "files")
    from claude_scope.store.assets.s3 import S3Assets

    return S3Assets.of(settings)
