"""Rules for text fields and their states.

In the order of the data:

    fields.py              empty fields, text areas, focus and invalid borders
    underlined_fields.py   fields that are only an underline
    invalid_fields.py      invalid fields, by comparison with the others
    disabled_fields.py     disabled fields and buttons
"""
