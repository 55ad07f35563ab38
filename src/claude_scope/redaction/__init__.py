"""Masks secrets in text before it is stored, shown or sent.

redact.py             the entry point: masks a text, or every text of an analysis
claim_texts.py        masks claims about texts in secret fields
told_facts.py         masks facts about secret fields of a captured page
mask_text.py          masks one text by format, by name and by checksum
formats/              formats that need no label: keys and tokens of issuers, card numbers, URLs, headers
running_text.py       secrets after their name in running text
named_values.py       values of passwords, keys and tokens after their name
codes/                codes and numbers after their name: one-time codes, recovery codes, account numbers
stated_values.py      values that a sentence about a name states
table_columns.py      values below a table header that names a secret
value_boundaries.py   whether a value follows a name, and where the value ends
field_labels.py       whether a field holds a secret, by its label
field_instructions.py  instructions and other texts in a field that are not its value
screen_layout.py      secrets that only the layout shows: next to a label, wrapped, misread
line_segments.py      joins the lines of one row into one text
ocr_confusions.py     secret formats as OCR misreads them
searched_values.py    which values of secret fields are searched for in other texts
masked_spans.py       the characters that masking replaced
"""
