"""What differs between two keyframes.

edited_in_place.py   texts that a field replaced, as in an inline edit
diff.py              the entry point: compares two keyframes
theme_change.py      changes of colour only, as in a dark theme
moved.py             moves and scrolling
reordered.py         rows that changed places
reworded.py          texts that changed
added_removed.py     elements that came and went
returned_fields.py   what a field held before it went and came back
fold.py              joins the changes of several states into one list
"""
