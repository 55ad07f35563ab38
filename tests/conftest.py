"""What all tests share: real servers, and hypothesis without deadlines, since this is no place to measure time."""

import gc
import os
import signal
from dataclasses import replace

import httpx
from hypothesis import settings

from claude_scope.hosted.calls.choice import PROVIDERS
from tests.processes import root_accepted

pytest_plugins = ["tests.attacks.counting", "tests.servers"]

# The same examples each time, so that a run fails for what was changed; `--hypothesis-profile searching` finds others.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None)
settings.load_profile("steady")

# There are more processes than cores: two threads of a model would wait for each other busily.
os.environ.setdefault("CLAUDE_SCOPE_OCR_THREADS", "1")

# Five seconds, httpx's own, are too few for a bundle on a machine that does something else as well.
httpx._config.DEFAULT_TIMEOUT_CONFIG.read = 60

# Machines for tests often run them as root.
os.environ.update(root_accepted())

# A shell that starts the tests behind it has SIGINT ignored, and so would all processes that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test may reach a provider of models: whoever runs them may have keys, and a forgotten base URL leads nowhere.
for name, provider in PROVIDERS.items():
    for variable in provider.variables:
        os.environ.pop(variable, None)
    PROVIDERS[name] = replace(provider, url="http://127.0.0.1:9")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: a sixth of the processor time went to looking at it again."""
    gc.collect()
    gc.freeze()
