"""Covers masked values in the video of a capture, and checks that they are covered.

unrecorded.py     finds parts of a video for which the recording has no masked places
covered_area.py   finds the blocks of a picture that are covered, as boxes come and go
cover_video.py    encodes a video again with the places covered
check_covered.py  checks each place in the pictures of the copy; shares no code with the rest
"""
