"""Brings a database to the newest schema; `versions/` contains the numbered migrations.

migrate.py  runs the missing migrations, one process at a time
env.py      Alembic's environment
"""
