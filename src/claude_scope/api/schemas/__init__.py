"""Pydantic models of request and response bodies.

wire.py          the base of all schemas: camelCase names, strict types
account.py       accounts and sign-in
extensions.py    pairings and paired browsers
recordings.py    uploads
uploads.py       resumable uploads
sessions.py      sessions and lists of them
timeline.py      the timeline of a session, and the data of a capture
frames.py        frames
prompts.py       prompts and bundles
credentials.py   API keys for model providers
settings.py      preferences
terms.py         ways to sign in, upload limits, quota
"""
