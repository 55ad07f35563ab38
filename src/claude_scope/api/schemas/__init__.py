"""The structure of requests and answers, as Pydantic models.

wire.py          the base of all schemas: camelCase names, strict types
account.py       accounts and sign-in
extensions.py    pairings and paired browsers
recordings.py    uploads
uploads.py       resumable uploads
sessions.py      sessions and lists of them
timeline.py      what happened in a session, and what a capture recorded
frames.py        frames
prompts.py       prompts and bundles
credentials.py   keys for models
settings.py      preferences
terms.py         limits and sign-in ways
"""
