"""Tracks each element through the keyframes, by text, type, place and changed pixels.

pointer_occlusion.py       restores what the pointer hides
gap_filling.py             restores what one reading missed
changed_pixels.py          whether pixels changed at an element
occlusion.py               tells a partly covered label from a changed one
matching.py                pairs the elements of two keyframes
tracking.py                one id, type and name for each element through all keyframes
label_settling.py          one label from all readings of an element
truncation.py              labels whose end the pointer covers
fields/                    form fields: names, values, fields that OCR missed or lost
clocks.py                  texts that tick with the time of the recording
names_from_neighbours.py   names an element without words by the text near it
"""
