"""Measures what recording costs: processor time of pages that are idle, move or churn, and the delay from input to
paint.

    python -m benchmarks.capture_cost [--part processor|paint|long|extension] [--flow NAME ...]

Each case is measured alternately with `claude-scope record --headless` and with the same browser alone; the same driver
is connected to both. In the order of the data:

    pages/              a page in constant motion, and a table of a thousand rows that is idle or churns
    windows.py          the two windows: recorded, and alone
    process_tree.py     the processor time of a process and its descendants
    processor.py        what recording adds to processor time, painted frames and disk writes
    input_to_paint.py   from each input event of the flows of `captures` to the paint after it
    extension.py        what the browser extension adds, while it records and while it does not
    long_recording.py   the recorder's memory during half an hour, and how long it takes to end
    __main__.py         the tables and the limits
"""
