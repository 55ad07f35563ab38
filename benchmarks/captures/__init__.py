"""Measures captures against what a driver did and saw, on pages that nobody here wrote.

    python -m benchmarks.captures.fetch          the libraries and applications, into .cache/captures/
    python -m benchmarks.captures [--flow NAME] [--out FOLDER] [--score-only]

Each flow of `flows/` is recorded by `claude-scope record --headless`, while a driver acts in the page with raw input
over a second connection to the browser. The driver notes each act before it does it, and between the acts it takes the
page's live accessibility tree. In the order of the data:

    fetch.py          npm packages and Python applications, in versions that are pinned
    sites.py          serves the pages that mount them, and starts the applications
    recording.py      a run of `record`, and the driver's connection to its browser
    hand.py           raw input, each act noted with its target
    live.py           the live tree, with an identity for each element
    witness.py        what the browser told the driver of console, errors and requests
    truth.py          all that the driver knows of a flow, as it is kept beside the capture
    rebuilt.py        the same moments, and the targets of the acts, rebuilt from the capture
    js_locator.py     evaluates the locators of the acts there
    score_trees.py    lines of the trees
    score_acts.py     acts, their times and locators
    score_log.py      console, errors, requests
    scores.py         how many are right of how many, and the misses
    report.py         the tables
"""
