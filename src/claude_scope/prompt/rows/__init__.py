"""Writes the rows of the listed states, and words elements and changes.

In the order of the data:

    wording.py   words an element and a change: role, name, before and after, locator
    table.py     the rows of the listed states, and the gaps between them
"""
