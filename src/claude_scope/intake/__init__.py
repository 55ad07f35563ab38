"""Receives a recording and finds out what the file really is.

receive_upload.py  parses an upload as it arrives
spool.py          locked temporary files of running uploads
probe.py          checks that a file is a recording, and reads its properties
complete_file.py  detects files that are cut off or damaged
"""
