"""Measures captures against what a driver did and saw, on pages built with third-party code.

    python -m benchmarks.captures.fetch          fetches libraries and applications into .cache/captures/
    python -m benchmarks.captures [--flow NAME] [--out FOLDER] [--score-only]

Each flow of `flows/` is recorded by `claude-scope record --headless`, while a driver acts in the page with raw input
over a second connection to the browser. The driver records each act before performing it, and takes the page's live
accessibility tree between acts. In the order of the data:

    fetch.py          npm packages and Python applications, in pinned versions
    sites.py          serves the pages that mount them, and starts the applications
    recording.py      a run of `record`, and the driver's connection to its browser
    hand.py           raw input; each act is recorded with its target
    live.py           the live tree, with an identity for each element
    witness.py        the console lines, errors and requests that the browser reported to the driver
    truth.py          everything that the driver knows about a flow, as stored next to the capture
    rebuilt.py        the same moments, and the targets of the acts, rebuilt from the capture
    js_locator.py     evaluates the acts' locators in the rebuilt page
    score_trees.py    lines of the trees
    score_acts.py     acts, their times and locators
    score_log.py      console, errors, requests
    scores.py         counts of right results, and the misses
    report.py         the tables
    video_clock.py    how far the video is from the events
"""
