"""What all tests share: real servers, and hypothesis without deadlines, since this is no place to measure time."""

import os

from hypothesis import settings

pytest_plugins = ["tests.servers"]

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

# There are more processes than cores: two threads of a model would wait for each other busily.
os.environ.setdefault("CLAUDE_SCOPE_OCR_THREADS", "1")
