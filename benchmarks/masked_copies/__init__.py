"""Whether any masked value can be read in masked copies of twenty recordings: `python -m benchmarks.masked_copies`.

scene.py       a scene: its pages, what is done there, and which secrets it shows
frames.py      scenes with frames of the same and of another origin, and with popups
layouts.py     scenes that scroll, zoom, and move
visits.py      scenes of fields that show their values, dialogs, and navigations
recording.py   records a scene and masks the capture
reading.py     reads the text of the pictures
"""
