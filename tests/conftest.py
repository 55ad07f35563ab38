"""What all tests share: real servers, and hypothesis without deadlines, since this is no place to measure time."""

from hypothesis import settings

pytest_plugins = ["tests.servers"]

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
