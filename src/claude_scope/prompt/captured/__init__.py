"""Writes what a capture knows: rows, steps and console of a recording in which nothing is inferred.

In the order of the data:

    acts.py      words what was done, with or without the locator
    network.py   words requests, console lines and what happened to the page
    rows.py      one line a state: what was done, what followed, what network and console said
"""
