"""Measures what recording costs: processor time of pages that rest, move or churn, and the wait from input to paint.

    python -m benchmarks.capture_cost [--part processor|paint] [--flow NAME ...]

Each measurement is taken twice in turns, by `claude-scope record --headless` and in the same browser alone, with the
same driver connected to both. In the order of the data:

    pages/              a page in constant motion, and a table of a thousand rows that rests or churns
    windows.py          the two windows: recorded, and alone
    process_tree.py     the processor time of a process and of all below it
    processor.py        what recording adds to the processor time, to the frames and to the disk
    input_to_paint.py   from each input event of the flows of `captures` to the paint after it
    __main__.py         the tables and the bars
"""
