"""Measures how soon the prompt of a capture is there: after a recording ends, and when a capture is analyzed.

    python -m benchmarks.ready [--elements N ...] [--acts N ...]

In the order of the data:

    orders.html    a page of so many elements: a table that is sorted, filtered, paid and edited
    hand.py        acts in it, an act a second
    __main__.py    records, analyzes, and prints the seconds beside the limits
"""
