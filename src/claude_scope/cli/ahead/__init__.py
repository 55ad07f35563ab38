"""Work that need not wait: on a recording while it goes on, and the start of the browser.

browser_ahead.py    starts the browser while a capture is read
growing_capture.py  what a recording has written so far, as a capture
work_ahead.py       rebuilds states while little happens, and the rest at the end
"""
