"""Writes the rows of the states that are shown, and words one element and one change.

In the order of the data:

    wording.py   words one element and one change: role, name, before and after, locator
    table.py     the rows of the states that are shown, and the gaps between them
"""
