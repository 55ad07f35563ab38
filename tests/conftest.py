"""What all tests share: real servers, and hypothesis without deadlines, since this is no place to measure time."""

import os

from hypothesis import settings

pytest_plugins = ["tests.servers"]

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

# There are more processes than cores: two threads of a model would wait for each other busily.
os.environ.setdefault("CLAUDE_SCOPE_OCR_THREADS", "1")

# Whoever runs the tests may have keys; no test may use one, whatever it is that asks for it.
for variable in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"):
    os.environ.pop(variable, None)
