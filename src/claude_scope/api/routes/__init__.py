"""Routes, one file per group of paths.

account.py       sign-up, sign-in, the account, and our public keys
extensions/      pairing a browser extension, paired browsers
terms.py         for clients: ways to sign in, upload limits, quota
recordings.py    uploads
uploads.py       resumable uploads
progress.py      the progress of a session: status, events, cancel, retry
sessions.py      sessions: list, read, change, delete
frames.py        frames of a session
detail.py        one session with its prompt and bundle
assets.py        stored pictures
credentials.py   API keys for model providers
settings.py      preferences of an account
health.py        health check of the service and its dependencies
mcp.py           the MCP server, through which agents read sessions
metrics.py       metrics for Prometheus
docs.py          the OpenAPI description and Swagger UI
web.py           the web app: its page and files; the packed browser extension
"""
