"""Where sessions come from. Each source lists its sessions, and opens one.

session.py    the values, and the protocol of a source
kept.py       keeps the sessions that were used last, for some minutes
row.py        an entry from a row of the API
folder.py     the results of the command line: `claude-scope-out/`
stored.py     those of one account in the database of a service
local.py      the database of this machine's service
remote.py     those of a service elsewhere, through its REST API
"""
