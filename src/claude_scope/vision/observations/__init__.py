"""Report what a person would point out on one screenshot.

In the order of the data:

    red_text.py        text in red or on red
    low_contrast.py    text with too little contrast
    text_overflow.py   text that is cut off or overlaps
    observe.py         all observations, errors first
"""
