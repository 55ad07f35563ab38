"""Settles the name and value of each form field, and whether a field is really there.

field_names.py       splits a line that holds both the name and the value
boxed_text.py        text in a box that is no field
rejoined_fields.py   joins two tracks that are one field of the page
field_values.py      one value from all readings; removes carets and placeholders
password_fields.py   values of password fields: dots, however OCR read them
missed_fields.py     fields that seem new but that the last reading missed
focus_ring.py        errors that only seem gone because a focus ring covers the red border
"""
