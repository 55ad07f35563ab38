"""Work that need not wait: on a recording while it goes on, and the start of the browser.

browser_ahead.py    starts the browser while a capture is read
child_ahead.py      starts the child process while a capture is recorded
growing_capture.py  what a recording has written so far, as a capture
work_ahead.py       starts the child and rebuilds states while little happens, and rebuilds the rest at the end
"""
