"""Measures how soon the prompt of a capture is available: after a recording ends, and when a capture is analyzed.

    python -m benchmarks.ready [--elements N ...] [--acts N ...]

In the order of the data:

    orders.html    a page with this many elements: a table that is sorted, filtered, paid and edited
    hand.py        acts in it, one per second
    __main__.py    records, analyzes, and prints the seconds with their limits
"""
