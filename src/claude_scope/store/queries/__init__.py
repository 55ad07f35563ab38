"""All SQL: each function takes a transaction and returns plain values.

users.py               accounts, login links and invitations
extensions.py          paired browsers
pairings.py            browser extensions that ask for access
settings.py            preferences of an account
credentials.py         API keys for models
sessions.py            sessions of an account, for the API
uploads.py             resumable uploads
quotas.py              sessions and bytes of an account
queue.py               the order of waiting sessions: fair queueing
work.py                attempts: from a worker's start to result or failure
workers.py             heartbeats of workers
rate_limits.py         when the next call may begin
files.py               rows of stored files
conditions.py          conditions that several queries share
garbage_collection.py  lost sessions and unneeded files
totals.py              totals over all accounts
"""
