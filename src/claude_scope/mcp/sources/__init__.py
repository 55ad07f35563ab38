"""The sources of sessions. Each source lists its sessions, and opens one.

session.py    the values, and the protocol of a source
kept.py       caches the sessions that were used last, for some minutes
row.py        makes an entry from a row of the API
folder.py     the results of the command line: `claude-scope-out/`
stored.py     the sessions of one account in the database of a service
local.py      the database of this machine's service
remote.py     the sessions of a service on another machine, through its REST API
"""
