"""Turns statements of a model into claims, unless the local reading contradicts them.

In the order of the data:

    quotes.py     finds a quote among the OCR lines of a picture
    verdict.py    whether the local reading confirms a statement, contradicts it, or cannot check it
    same.py       compares the claims of a model with the local claims
    tell.py       the entry point: adds the claims of a model to a timeline
"""
