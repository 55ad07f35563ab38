"""Combine text and shapes into one scene.

In the order of the data:

    text_style.py       colour, size, weight and underline of a line
    scene.py            panels, and the lines and panels on each
    red_text.py         red text, and sentences on a red background
    panel_features.py   measurements of one panel
"""
