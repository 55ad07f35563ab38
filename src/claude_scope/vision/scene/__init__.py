"""Combine text and shapes into one scene, and find the regions of the page.

In the order of the data:

    text_style.py       colour, size, weight and underline of a line
    scene.py            panels, and the lines and panels on each
    red_text.py         text in red or on red, and the field of a message
    panel_features.py   measurements of one panel
    spatial_index.py    which elements lie in a rectangle
    landmarks.py        banner, navigation, sidebars, footer, tab lists
    cards.py            cards, columns, fields with their errors
    table_rows.py       rows of tables and lists
    regions.py          all regions of a page
"""
