"""What a recording shows, claim by claim, with how sure each is: all that a prompt says of pixels.

In the order of the data:

    rows/            rows of text, and what differs between those of two pictures
    acts/            what was done, where it is sure
    pair.py          two states that are compared, and what is known of those before
    typed_text.py    a text that somebody types
    moved_rows.py    scrolling, and sorting
    page_headings.py  another page, and what it is headed
    table_cells.py   cells of a table in which other rows stand now
    error_rows.py    rows that are error messages
    field_values.py  texts that are the value of a field
    changes.py       the claims of one state
    highlighted.py   the entry of a menu, a list or tabs that is highlighted now instead of another one
    repainted_texts.py  what stands where the picture changed, if no change is sure
    said.py          which texts of a state are said
    wrong_signs.py   signs that it went wrong which need no words
    went_wrong.py    the state in which it went wrong
    scores.py        how sure claims are, and from which score on they are said
    build.py         the entry point: a timeline with its claims, and what follows from them
"""
