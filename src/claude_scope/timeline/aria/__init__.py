"""Matches elements on the screen with the nodes of the ARIA snapshots of the page.

duplicate_names.py     distinguishes nodes with the same words by the words around them
snapshot_matching.py   matches elements with nodes by name, role and place
shown_names.py         whether a control shows the beginning of its name
disagreement.py        reports what only the screen shows, and what only the tree has
"""
