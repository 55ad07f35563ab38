"""Routes, one file per group of paths.

account.py       sign-up, sign-in, the account, and our public keys
extensions/      pairing a browser extension, paired browsers
terms.py         what a client needs beforehand: ways to sign in, limits, quota
recordings.py    uploads
uploads.py       resumable uploads
progress.py      the work on a session: status, events, cancel, retry
sessions.py      sessions: list, read, change, delete
frames.py        frames of a session
detail.py        prompt and bundle of a session
assets.py        stored pictures
credentials.py   keys for models
settings.py      preferences of an account
health.py        whether the service and its parts work
mcp.py          the MCP server: agents ask for sessions
metrics.py       metrics for Prometheus
docs.py          the API's description for programs and people
web.py           the web app: its page and its files; the packed browser extension
"""
