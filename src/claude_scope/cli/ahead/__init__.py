"""Works ahead: starts processes and rebuilds states before their results are needed.

browser_ahead.py    starts the browser while a capture is read
child_ahead.py      starts the child process while a capture is recorded
growing_capture.py  reads an unfinished recording as a capture
work_ahead.py       starts the child and rebuilds states during quiet times, and rebuilds the rest at the end
"""
