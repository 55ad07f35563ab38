"""What all tests share: real servers, and hypothesis without deadlines, since tests do not measure time."""

import gc
import os
import signal
from dataclasses import replace

import httpx
from hypothesis import settings

from claude_scope.hosted.calls.choice import PROVIDERS
from tests.processes import root_accepted

pytest_plugins = ["tests.attacks.counting", "tests.servers"]

# The same examples each time, so that only a change can make a run fail; `--hypothesis-profile searching` finds others.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None)
settings.load_profile("steady")

# There are more processes than cores, where the threads of a model would busy-wait for each other.
os.environ.setdefault("CLAUDE_SCOPE_OCR_THREADS", "1")

# httpx's default of five seconds is too short for a bundle on a busy machine.
httpx._config.DEFAULT_TIMEOUT_CONFIG.read = 60

# Test machines often run them as root.
os.environ.update(root_accepted())

# A shell that starts the tests in the background ignores SIGINT, which all child processes would inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test may reach a model provider: the environment may contain keys, and a forgotten base URL must lead nowhere.
for name, provider in PROVIDERS.items():
    for variable in provider.variables:
        os.environ.pop(variable, None)
    PROVIDERS[name] = replace(provider, url="http://127.0.0.1:9")


def pytest_collection_finish() -> None:
    """Imported modules and collected tests stay: the garbage collector spent a sixth of the processor time on them."""
    gc.collect()
    gc.freeze()
