"""What it takes to ask "what went wrong in the last recording?" of five recordings, over stdio.

recordings.py   the five: two of the sample shop, three of small pages with one bug each
asking.py       asks as an agent would that knows nothing of the tool, and counts calls and tokens
__main__.py     prints the transcripts, or writes them into docs/agents-transcripts.md
"""
