"""Reads a capture: the page's own record of a recording. docs/capture-format.md describes the format.

In the order of the data:

    container.py       unpacks a .scope file, or copies the folder of an unfinished one
    fields.py          takes checked fields from a hostile event
    facts.py           turns events into acts, console lines, requests and page events
    damage.py          reports damaged parts of a capture, and limits that were reached
    lanes.py           reads where the parts of a capture come from
    recording_gaps.py  reports the gaps that a manifest lists
    pointer.py         the positions of the pointer, and the times in which it moved
    masked.py          the places of masked values, within bounds
    typed_texts.py     texts that were typed and erased again in one act
    state_times.py     chooses the times at which the page is rebuilt
    dom_events.py      checks the shape of rrweb's events
    document_files.py  writes the DOM events of each document into a file
    read.py            reads a whole capture
"""
