"""Read a screenshot into lines of text and UI elements.

In the order of the data:

    reader.py       the picture before
    local.py        the local reader: all steps below, in order
    ocr/            lines of text
    shapes/         rectangles, checkboxes, switches, icons, pictures
    scene/          text and shapes combined, text styles, page regions
    classify/       element types, labels, values and states
    describe.py     one sentence that describes the screen
    incremental/    re-read only what changed since the picture before
    reading_json.py  a reading as JSON
"""
