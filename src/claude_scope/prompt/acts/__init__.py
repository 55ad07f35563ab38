"""Infers what was done to get to each state, from the pointer and from which fields changed.

In the order of the data:

    clicks.py          guesses what was clicked from the pointer's position
    set_elsewhere.py   decides whether a click elsewhere changed a field, as a calendar day does
    acts.py            infers the steps of each state
    steps.py           writes the steps as numbered lines with states and times
"""
