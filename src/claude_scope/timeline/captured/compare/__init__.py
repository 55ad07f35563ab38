"""Compares two states of a page by their structure, and tells what differs.

In the order of the data:

    match_sections.py  which table or list of one page is which of the other
    row_keys.py        which row is which: the column whose texts tell rows apart
    row_order.py       whether rows are sorted, by what, or moved
    compare_rows.py    what differs between two tables or lists
    new_errors.py      which texts that came report an error
    match_leaves.py    which field, control or text is which
    compare_lines.py   what differs between two states of a block of code
    compare_leaves.py  what differs between them, and what came and went together
    implied_states.py  the states that other facts imply
    overlays.py        which dialogs and menus opened or closed, and what they hold
    compare_pages.py   the entry point: the facts of two states of one page
    same_page.py       whether two states show one page
    describe_page.py   what a page shows that is another one
    figures_beside.py  the figures that stayed beside what changed
    refusals.py        the texts at fields of a form that was refused
    unchanged.py       what stayed although the act might have changed it
"""
