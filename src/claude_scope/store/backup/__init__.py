"""Backs up a data folder while a server runs, and safely restores backups that anybody may have written.

archive.py    the format of a backup
backup.py     writes a backup
restore.py    makes a data folder from a backup
rebuild.py    copies the rows into a new database of the newest schema
row_check.py  validates every value of the copied rows
revoke.py     locks accounts and replaces secret keys of a restored backup
"""
