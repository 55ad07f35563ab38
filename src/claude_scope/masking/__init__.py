"""Covers secrets in the pictures of a session: finds their places, then writes covered copies.

plan.py            where each picture shows secrets, from the readings alone
page_texts.py      the same for a capture, from the texts of the page
spans.py           the secret characters of lines
screen.py          one state as masking sees it: lines, and fields that hold secrets
across_states.py   finds secrets with the help of other states: half-typed values, fields that OCR missed
fuzzy_match.py     finds known secrets in misread text
letter_boxes.py    the pixels of part of a line, or of the value of a field
pixel_search.py    finds the same pixels in other pictures
cover.py           writes the covered copies
whole_pictures.py  covers whole pictures if covering the secrets alone failed
"""
