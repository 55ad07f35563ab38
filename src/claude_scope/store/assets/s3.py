"""An asset store in S3, or in a compatible server (docs.aws.amazon.com/AmazonS3/latest/API)."""

from __future__ import annotations

import asyncio
import atexit
import re
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from claude_scope.errors import NotFound, StoreUnavailable, UsageError
from claude_scope.store.assets.assets import CHUNK_BYTES, atomic_write, check_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from obstore import GetOptions
    from obstore.store import ClientConfig, RetryConfig, S3Config

    from claude_scope.settings import ServiceSettings

PART_BYTES = 5 * 1024 * 1024
"""The smallest part of a multipart upload that S3 accepts; `PARTS` concurrent parts take 20 MiB of memory."""
PARTS = 4
CLIENT: ClientConfig = {
    "connect_timeout": timedelta(seconds=5),
    "read_timeout": timedelta(seconds=60),  # four parts at once over a line of 3 Mbit/s
    "timeout": timedelta(hours=1),  # for a whole response, which a slow reader of a stream may prolong
}
RETRY: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
"""Enough for a busy server; if it is down, the waiting user soon gets an error."""

EXIT_DELAY_S = 0.25
"""obstore's thread releases the last response shortly after it has arrived. An interpreter that exits in the meantime
is aborted: without this wait, 7 of 40 processes were."""

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class S3Assets:
    """A bucket, or a prefix in it. S3 itself has to remove unfinished uploads of dead processes.

    (A lifecycle rule with AbortIncompleteMultipartUpload does that; see docs/service/storage.md.)
    """

    def __init__(self, bucket: str, prefix: str = "", *, config: S3Config, client: ClientConfig | None = None) -> None:
        self.bucket = bucket
        _wait_at_exit()
        client = {**CLIENT, **(client or {})}
        self._store = S3Store(bucket, prefix=prefix or None, config=config, client_options=client, retry_config=RETRY)

    @classmethod
    def of(cls, settings: ServiceSettings) -> S3Assets:
        """The store that the settings name; raises UsageError if they conflict."""
        bucket, prefix = parse_uri(settings.assets)
        return cls(bucket, prefix, config=_config(settings), client=_client(settings.s3_endpoint))

    async def put(self, key: str, source: Path | bytes, *, mime_type: str) -> None:
        """See AssetStore. S3 shows an object only after the complete upload."""
        check_key(key)
        if isinstance(source, Path) and not await asyncio.to_thread(source.is_file):
            raise NotFound(f"The file {source.name} cannot be stored, because it does not exist.")
        with self._translate_errors(key):
            await obstore.put_async(
                self._store,
                key,
                source,
                attributes={"Content-Type": mime_type},
                chunk_size=PART_BYTES,
                max_concurrency=PARTS,
            )

    async def get(self, key: str) -> bytes:
        """See AssetStore."""
        with self._translate_errors(check_key(key)):
            return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def fetch(self, key: str, to: Path) -> None:
        """See AssetStore."""
        await asyncio.to_thread(self._fetch, check_key(key), to)

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """See AssetStore."""
        size = await self.size(key)
        if start < min(end, size):  # S3 refuses an empty range
            async for chunk in self._stream(key, {"range": (start, min(end, size))}):
                yield chunk

    async def size(self, key: str) -> int:
        """See AssetStore."""
        with self._translate_errors(check_key(key)):
            return (await obstore.head_async(self._store, key))["size"]

    async def delete(self, key: str) -> None:
        """See AssetStore."""
        with self._translate_errors(check_key(key)):
            await obstore.delete_async(self._store, key)

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """See AssetStore."""
        folder = prefix.rpartition("/")[0]  # obstore treats a prefix as whole path segments
        with self._translate_errors(prefix):
            async for batch in obstore.list(self._store, prefix=folder or None):
                for entry in batch:
                    if entry["path"].startswith(prefix):
                        yield entry["path"]

    async def url(self, key: str, *, expires_s: int, mime_type: str) -> str | None:
        """See AssetStore. The MIME type is the one that the file was stored with."""
        with self._translate_errors(check_key(key)):
            return await obstore.sign_async(self._store, "GET", key, timedelta(seconds=expires_s))

    async def ping(self) -> None:
        """See AssetStore. A 404 for a key that does not exist proves that the bucket exists."""
        with suppress(NotFound):
            await self.get("ping")

    async def tidy(self, older_than_s: float) -> int:
        """Always 0: see the class."""
        return 0

    def _fetch(self, key: str, to: Path) -> None:
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(to, to.parent, durable=False) as part:
                for chunk in self._chunks(key):
                    part.write(chunk)
        except OSError as error:
            raise StoreUnavailable(f"{to.name} cannot be written: {error.strerror}; look at the disk.") from error

    def _chunks(self, key: str) -> Iterator[bytes]:
        with self._translate_errors(key):
            yield from map(bytes, obstore.get(self._store, key).stream(min_chunk_size=CHUNK_BYTES))

    async def _stream(self, key: str, options: GetOptions) -> AsyncIterator[bytes]:
        with self._translate_errors(key):
            answer = await obstore.get_async(self._store, key, options=options)
            async for chunk in answer.stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(chunk)

    @contextmanager
    def _translate_errors(self, key: str) -> Iterator[None]:
        """Translate the errors of obstore; their texts contain addresses, so they are only the cause."""
        try:
            yield
        except (FileNotFoundError, NotFoundError) as error:
            if _no_bucket(error):
                raise StoreUnavailable(f"There is no bucket {self.bucket}; make it, or name another one.") from error
            raise NotFound(f"There is no stored file {key}.") from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise StoreUnavailable(
                f"S3 refuses the access key for the bucket {self.bucket}; look at the key and its rights."
            ) from error
        except (BaseError, OSError) as error:
            raise StoreUnavailable("S3 does not answer as it should; look at it, then try again.") from error


@cache
def _wait_at_exit() -> None:
    atexit.register(time.sleep, EXIT_DELAY_S)


def parse_uri(uri: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://BUCKET/PREFIX`; raises UsageError."""
    parts = urlsplit(uri)
    prefix = parts.path.strip("/")
    try:
        if parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc) and not parts.query and not parts.fragment:
            return parts.netloc, check_key(prefix) if prefix else ""
    except UsageError:
        pass
    raise UsageError("The place for stored files cannot be read; give s3://BUCKET or s3://BUCKET/PREFIX.")


def _config(settings: ServiceSettings) -> S3Config:
    """Servers other than Amazon's rarely have a host name per bucket, so the bucket is part of the path."""
    config: S3Config = {"region": settings.s3_region, "virtual_hosted_style_request": not settings.s3_endpoint}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
    key, secret = settings.s3_access_key_id.get_secret_value(), settings.s3_secret_access_key.get_secret_value()
    if bool(key) != bool(secret):
        raise UsageError("S3 needs both an access key id and a secret access key, or neither.")
    if key:
        config |= {"access_key_id": key, "secret_access_key": secret}
    return config


def _client(endpoint: str) -> ClientConfig:
    scheme = urlsplit(endpoint).scheme
    if scheme not in ("", "http", "https"):
        raise UsageError(
            f"{endpoint[:100]!r} is not the address of an S3 server; give https://HOST or http://HOST:PORT."
        )
    return {"allow_http": scheme == "http"}


def _no_bucket(error: Exception) -> bool:
    return "NoSuchBucket" in str(error)
