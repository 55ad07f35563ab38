"""Turns what a model said of a recording into claims, as far as the local reading does not contradict it.

In the order of the data:

    quotes.py     finds a quote among the lines that were read in a picture
    verdict.py    whether the local reading confirms a change, contradicts it, or cannot check it
    same.py       what the local claims say already
    tell.py       the entry point: a timeline with what a model said
"""
