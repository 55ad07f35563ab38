"""Claims about what a recording shows, each with a score. A prompt says nothing else about pixels.

In the order of the data:

    rows/            rows of text, and the differences between two pictures
    acts/            clicks and typed values that are certain
    pair.py          a state, the one it is compared with, and the known rows of earlier states
    typed_text.py    text that the user types
    moved_rows.py    scrolling and sorting
    page_headings.py  another page, and its heading
    table_cells.py   cells of a table that now belong to other rows
    error_rows.py    rows that are error messages
    field_values.py  values of fields
    changes.py       the claims of one state
    highlighted.py   the entry of a menu, a list or tabs that is highlighted now instead of another one
    repainted_texts.py  texts where the picture changed, if no change is sure
    said.py          which texts of a state are reported
    wrong_signs.py   signs of a fault that need no words
    went_wrong.py    the state in which it went wrong
    scores.py        scores of claims, and the thresholds from which they are reported
    build.py         the entry point: adds claims to a timeline
"""
