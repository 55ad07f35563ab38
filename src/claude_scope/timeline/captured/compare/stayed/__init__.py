"""What stayed the same although an act might have changed it.

figures_beside.py  totals, sums and counts that no longer fit
tallies.py         totals and counts next to what changed
still_sorted.py    an order that stayed
unchanged.py       the entry point: figures, values, dialogs, tables and lists
"""
