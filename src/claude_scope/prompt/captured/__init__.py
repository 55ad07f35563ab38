"""Writes rows, steps and console of a capture, in which nothing is inferred.

In the order of the data:

    acts.py      describes acts in words, with or without the locator
    network.py   describes requests, console lines and page events in words
    rows.py      one line per state: acts, changes, network, console
"""
