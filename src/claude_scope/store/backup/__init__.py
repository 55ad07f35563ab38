"""Backs up a data folder while a server runs, and restores backups from anybody safely.

archive.py    the format of a backup
backup.py     writes a backup
restore.py    makes a data folder from a backup
rebuild.py    copies the rows into a new database of the newest schema
row_check.py  validates every value of the copied rows
revoke.py     locks accounts and replaces secret keys of a restored backup
"""
