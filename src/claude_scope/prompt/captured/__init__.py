"""Writes rows, steps and console of a capture, in which nothing is inferred.

In the order of the data:

    acts.py      words acts, with or without the locator
    network.py   words requests, console lines and page events
    rows.py      one line per state: acts, changes, network, console
"""
