"""Describes a recording without a capture for a prompt, by its certain claims and nothing else.

In the order of the data:

    voice.py         quotes texts, and describes controls and places
    rows.py          one line per state
    steps.py         the known acts
    screen_texts.py  the texts of the screens
"""
