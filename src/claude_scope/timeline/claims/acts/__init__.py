"""Claims the acts that pictures show, but only acts that are certain.

pressed.py   where the pointer rested when a change began, and the text there
acts.py      a click, and the new value of a field
toggled.py   the checkbox that was toggled
"""
