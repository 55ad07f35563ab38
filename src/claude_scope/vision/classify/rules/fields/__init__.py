"""Rules for text fields and their states.

In the order of the data:

    fields.py              empty fields, text areas, focus and invalid borders
    invalid_fields.py      invalid fields, by comparison with the others
    disabled_fields.py     disabled fields and buttons
"""
