"""Sheets of changed regions, before and after, for the rows of a recording whose change is not told in words.

In the order of the data:

    changed_places.py  crops a state to what changed in it, with what stands around
    untold.py          the states whose change the rows do not tell
    layout.py          places the crops of these states on a few sheets
    draw.py            draws and writes the sheets from the frames
    listed.py          names them in a prompt
"""
