"""Writes one dense line per state: what changed, from what to what, with the locator.

In the order of the data:

    wording.py   words one element and one change: role, name, before and after, locator
    columns.py   folds many changes in a column of a list or table into one line
    rows.py      picks and joins the changes of a state
    table.py     the rows of the states that are shown, and the gaps between them
"""
