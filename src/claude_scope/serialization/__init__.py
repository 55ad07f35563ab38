"""Values as JSON, for every reader: session.json, the API, the report, and child processes.

codec.py          frozen values to JSON data and back, by their type hints
capture_files.py  reads the files of a capture, packed or not, within bounds
capture_rows.py   acts, console, requests and events as rows for pages
json_rows.py      elements, changes and trees as rows for pages
masked_places.py  where masked values stood on the screen, from the events of a capture
shared_values.py  writes equal elements and nodes of many states only once
shown_pages.py    which page the video shows, and when
"""
