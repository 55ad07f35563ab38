"""Stores rows in SQLite or PostgreSQL, and files in a folder or in S3.

database.py    connections and transactions
tables.py      the tables
ids.py         random ids and ISO 8601 times
random_ids.py  INSERT with a random id, retried on collision
upsert.py      INSERT ... ON CONFLICT for both databases
migrations/    brings the database to the newest schema
queries/       all SQL queries
assets/        stored files, in a folder or in S3
encryption/    secret keys, data keys and their rotation
backup/        backs up a data folder and restores it
"""
