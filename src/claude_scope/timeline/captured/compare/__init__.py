"""Compares two states of a page by their structure, and lists the differences as facts.

In the order of the data:

    match_sections.py  pairs the tables and lists of two pages
    row_keys.py        pairs rows by the column whose texts identify them
    cell_numbers.py    reads the cells of a column as numbers
    row_order.py       sorted and moved rows
    compare_rows.py    differences between two tables or lists
    new_errors.py      which new texts report an error
    match_leaves.py    pairs fields, controls and texts
    part_order.py      the order of the parts that appeared
    compare_lines.py   differences between two states of a block of code
    compare_leaves.py  differences between leaves, and what appeared and vanished together
    implied_states.py  drops states that other facts imply
    overlays.py        opened and closed dialogs and menus, with their content
    compare_pages.py   the entry point: the facts of two states of one page
    same_page.py       whether two states show one page
    describe_page.py   the content of another page
    refusals.py        validation messages of a refused form
    stayed/            what stayed the same although the act might have changed it
"""
