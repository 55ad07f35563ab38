"""Writes the answer of each tool, within a budget of tokens. Page text is cleaned and fenced, as in prompts.

answer.py      an answer: a text and pictures
lines.py       limits lines to a budget of tokens, and fences them
sessions.py    the list of sessions
session.py     one session: the entry point
structure.py   the accessibility tree of a state
search.py      finds words
states.py      finds states by number and by time
frames.py      chooses pictures, and labels them
"""
