"""Work on a recording while it goes on, so that its prompt is there soon after the end.

growing_capture.py  what a recording has written so far, as a capture
work_ahead.py       rebuilds states while little happens, and the rest at the end
"""
