"""Rows of text in a picture, and what differs between those of two.

In the order of the data:

    text_rows.py     joins the pieces of text that were read into rows
    row_bands.py     finds the rows near a place
    row_diff.py      rows that came, went, became others, or moved
"""
