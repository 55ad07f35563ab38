"""The sample: a small shop with a bug, and the script that recorded it."""
