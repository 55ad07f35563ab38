"""The structure of a rebuilt page: tables and lists of rows, labelled fields and values, overlays.

In the order of the data:

    structure.py    the values: page, section, row, leaf
    texts.py        the texts below a node, figures, and volatile parts of a text
    icon_words.py   leaves out the words of icon fonts
    amounts.py      the numbers in a text
    bills.py        bills: a subtotal, the lines below it, and the total
    error_texts.py  whether a text reads like an error
    read_rows.py    the rows of tables and lists
    placed_rows.py  the rows of a grid without roles, by their boxes
    cards.py        repeated parts with the same controls
    cut_end.py      the end of a page with more elements than its tree
    read_page.py    the entry point: a tree becomes a page
"""
