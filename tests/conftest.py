"""What all tests share: hypothesis without deadlines, since this is no place to measure time."""

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
