"""Measures captures against what a driver did and saw, on pages that nobody here wrote.

    python -m benchmarks.captures.fetch          the libraries and applications, into .cache/captures/
    python -m benchmarks.captures [--flow NAME] [--out FOLDER] [--score-only]

Each flow of `flows/` is recorded by `claude-scope record --headless`, while a driver acts in the page with raw input
over a second connection to the browser. The driver notes each act before it does it, and between the acts it takes the
page's live accessibility tree. In the order of the data:

    fetch.py       npm packages and Python applications, in versions that are pinned
    sites.py       serves the pages that mount them, and starts the applications
    recording.py   a run of `record`, and the driver's connection to its browser
    hand.py        raw input, with the truth of each act
    live.py        the live tree, with an identity for each element
    witness.py     what the browser told the driver of console, errors and requests
    rebuilt.py     the same moments, and the targets of the acts, rebuilt from the capture
    score_*.py     one bar each
    report.py      the tables
"""
