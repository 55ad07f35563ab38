"""A temporary, real S3 server: SeaweedFS, one program in a Python package."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sysconfig
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store
from pydantic import SecretStr

from claude_scope.settings import ServiceSettings
from tests.processes import ends_with_us, free_port

ACCESS_KEY_ID = "AKCLAUDESCOPETEST"
SECRET_ACCESS_KEY = "a-secret-of-the-tests-only"
BUCKET = "claude-scope-tests"
MEMORY = {"GOMEMLIMIT": "512MiB"}
"""Without this limit its caches would grow by what is stored; close to the 115 MB that it starts with, it would only
collect garbage.
"""


@dataclass(frozen=True)
class S3Place:
    """A place for stored files, with its credentials."""

    uri: str
    endpoint: str
    access_key_id: str = ACCESS_KEY_ID
    secret_access_key: str = SECRET_ACCESS_KEY

    def settings(self, data_dir: Path) -> ServiceSettings:
        """Settings of a service that stores its files there."""
        return ServiceSettings(
            data_dir=data_dir,
            assets=self.uri,
            s3_endpoint=self.endpoint,
            s3_access_key_id=SecretStr(self.access_key_id),
            s3_secret_access_key=SecretStr(self.secret_access_key),
        )

    def environment(self) -> dict[str, str]:
        """The same as environment variables for another process."""
        return {
            "CLAUDE_SCOPE_ASSETS": self.uri,
            "CLAUDE_SCOPE_S3_ENDPOINT": self.endpoint,
            "CLAUDE_SCOPE_S3_ACCESS_KEY_ID": self.access_key_id,
            "CLAUDE_SCOPE_S3_SECRET_ACCESS_KEY": self.secret_access_key,
        }


class SeaweedFS:
    """It checks signatures and their age, as Amazon's does, and consists of four servers in one
    process on eight ports.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
        self.grpc_ports = {name: free_port() for name in self.ports}
        self.endpoint = f"http://127.0.0.1:{self.ports['s3']}"
        key = {"accessKey": ACCESS_KEY_ID, "secretKey": SECRET_ACCESS_KEY}
        user = {"name": "tests", "credentials": [key], "actions": ["Admin", "Read", "List", "Tagging", "Write"]}
        (folder / "s3.json").write_text(json.dumps({"identities": [user]}))

    def start(self) -> None:
        """Start it, wait until it answers, and create the bucket."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*ends_with_us("KILL"), *self._command()],
                cwd=self.folder,
                env={**os.environ, **MEMORY},
                stdout=log,
                stderr=log,
            )
        self._make_bucket()

    def stop(self) -> None:
        """Kill it, since a clean shutdown takes long; its sockets are outside its folder."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)
        for port in (*self.ports.values(), *self.grpc_ports.values()):
            for socket in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                socket.unlink(missing_ok=True)

    def freeze(self) -> None:
        """Suspend it: connections stay open, nothing answers."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Resume it."""
        self.process.send_signal(signal.SIGCONT)

    def _command(self) -> list[str]:
        folder, ports, grpc = str(self.folder), self.ports, self.grpc_ports
        command = [weed(), f"-logdir={folder}", "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        command += ["-s3", f"-s3.config={self.folder / 's3.json'}", "-s3.iam=false", "-master.telemetry=false"]
        command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.peers=none", "-volume.max=50"]
        command += ["-master.volumeSizeLimitMB=64", "-master.volumePreallocate=false"]
        command += [f"-{name}.port={ports[name]}" for name in ports]
        return command + [f"-{name}.port.grpc={grpc[name]}" for name in grpc]

    def _make_bucket(self) -> None:
        """`PUT /BUCKET/`, signed; and then an object, which needs its disks as well."""
        store = self.store()
        for _ in range(300):  # 30 s
            assert self.process.poll() is None, (self.folder / "log").read_text()
            with suppress(httpx.HTTPError, BaseError, OSError):
                made = httpx.put(obstore.sign(store, "PUT", "", timedelta(seconds=60)), timeout=5)
                assert made.status_code in (200, 409, 503), made.text  # 409: created by the previous attempt
                obstore.put(store, "ready", b"ready")
                return
            time.sleep(0.1)
        raise AssertionError(f"SeaweedFS does not answer: {(self.folder / 'log').read_text()}")

    def store(self) -> S3Store:
        """A client of the bucket, independent of our own code."""
        return S3Store(
            BUCKET,
            endpoint=self.endpoint,
            region="us-east-1",
            access_key_id=ACCESS_KEY_ID,
            secret_access_key=SECRET_ACCESS_KEY,
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )


def weed() -> str:
    """SeaweedFS' program, which is next to Python's; the tests may run without an activated environment."""
    found = shutil.which("weed", path=sysconfig.get_path("scripts"))
    assert found, "These tests need SeaweedFS; scripts/setup installs it."
    return found
