"""Recordings that arrive in chunks, on SQLite and PostgreSQL, in a folder and S3."""
