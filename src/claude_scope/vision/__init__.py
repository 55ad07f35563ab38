"""Read a screenshot into lines of text and UI elements.

In the order of the data:

    reader.py       the value: the previous frame and its reading
    local.py        the local reader: all steps below, in order
    ocr/            lines of text
    shapes/         rectangles, checkboxes, switches, icons
    scene/          text and shapes combined, text styles, page regions
    classify/       element types, labels, values and states
    describe.py     one sentence that describes the screen
    incremental/    re-read only the regions that changed since the previous frame
    reading_json.py  a reading as JSON
"""
