"""Rows of text in a picture, and the differences between the rows of two pictures.

In the order of the data:

    text_rows.py     joins the pieces of text that OCR found into rows
    row_bands.py     finds the rows near a place
    other_words.py   rows in which one word changed
    related.py       whether a text may have changed into another text
    in_place.py      rows at the same place
    readings.py      whether two pictures have the same row
    row_diff.py      rows that appeared, disappeared, changed or moved
    counters.py      numbers that change by one
    covered.py       rows under a menu or a dialog
    dimmed.py        dialogs that opened or closed over a dimmed page
    gone.py          rows that certainly disappeared
"""
