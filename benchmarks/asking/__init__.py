"""Measures the effort of asking "what went wrong in the last recording?" over stdio, for five recordings.

recordings.py   the five: two of the sample shop, three of small pages with one bug each
asking.py       asks as an agent that knows nothing about the tool, and counts calls and tokens
__main__.py     prints the transcripts, or writes them into docs/agents-transcripts.md
"""
