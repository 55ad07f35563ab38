"""What all tests share: real servers, and hypothesis without deadlines, since this is no place to measure time."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from claude_scope.vision.hosted.choice import PROVIDERS

pytest_plugins = ["tests.servers"]

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

# There are more processes than cores: two threads of a model would wait for each other busily.
os.environ.setdefault("CLAUDE_SCOPE_OCR_THREADS", "1")

# No test may reach a provider of models: whoever runs them may have keys, and a forgotten base URL leads nowhere.
for name, provider in PROVIDERS.items():
    for variable in provider.variables:
        os.environ.pop(variable, None)
    PROVIDERS[name] = replace(provider, url="http://127.0.0.1:9")

WEB = Path(__file__).parent / "web"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The web app's files first: few of their tests take long, and at the end one process would work on them alone."""
    items.sort(key=lambda item: WEB not in item.path.parents)
