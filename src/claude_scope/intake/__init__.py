"""Receives an uploaded recording, and detects its real file type.

receive_upload.py  parses an upload as it arrives
spool.py           locked temporary files of running uploads
probe.py           checks that a file is a recording, and reads its properties
complete_file.py   detects truncated or damaged files
"""
