"""The text of each answer. Page text is cleaned and stands in a fence, as in prompts; each stays within a budget.

answer.py      an answer: a text and pictures
lines.py       lines within a budget of tokens, and the fence around them
sessions.py    the list of sessions
session.py     one session: the entry point
structure.py   the tree at a state
search.py      where words occur
states.py      states by number and by time
frames.py      which pictures, and what they show
"""
