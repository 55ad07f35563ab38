"""Rows of text in a picture, and what differs between those of two.

In the order of the data:

    text_rows.py     joins the pieces of text that were read into rows
    row_bands.py     finds the rows near a place
    other_words.py   rows that stayed but for one word
    related.py       whether a text may have become another one
    in_place.py      rows that stand at one place
    readings.py      whether two pictures have the same row
    row_diff.py      rows that came, went, became others, or moved
    counters.py      numbers that count one up or down
    covered.py       rows that a menu or a dialog covers
    dimmed.py        whether a dialog opened or closed over the rows that stayed
    gone.py          rows that surely went away
"""
