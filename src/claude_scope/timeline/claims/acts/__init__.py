"""What was done, as far as pictures show it: where it is not sure nothing is said.

pressed.py   where the pointer rested as a change began, and the text that it pointed at
acts.py      a click, and the new value of a field
toggled.py   the checkbox that was toggled
"""
