"""Whether any masked value is legible in masked copies of twenty recordings: `python -m benchmarks.masked_copies`.

scene.py       a scene: its pages, its acts, and the secrets that it shows
frames.py      scenes with same-origin and cross-origin frames, and with popups
layouts.py     scenes that scroll, zoom, and move
visits.py      scenes with fields that reveal their values, dialogs, and navigations
recording.py   records a scene and masks the capture
reading.py     reads the text of the pictures
"""
