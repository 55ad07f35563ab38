"""Draws sheets of changed regions, before and after, for rows that do not describe their change in words.

In the order of the data:

    changed_places.py  crops a state to its changes, with context
    untold.py          the states whose rows do not describe their change
    layout.py          places the crops of these states on a few sheets
    draw.py            draws and writes the sheets from the frames
    listed.py          names the sheets in a prompt
"""
