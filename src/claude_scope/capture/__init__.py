"""Reads a capture: what the page said while it was recorded. The format is docs/capture-format.md.

In the order of the data:

    container.py       unpacks a .scope file, or copies the folder of an unfinished one
    fields.py          takes checked fields from a hostile event
    facts.py           turns events into acts, console lines, requests and page events
    damage.py          which parts of a capture are damaged
    recording_gaps.py  what a manifest says is missing
    pointer.py         where the pointer was, and when it moved
    masked.py          where masked values stood, within bounds
    typed_texts.py     what was typed and erased again in one act
    state_times.py     chooses the times at which the page is rebuilt
    dom_events.py      checks the shape of rrweb's events
    document_files.py  writes the DOM events of each document into a file
    read.py            reads a whole capture
"""
