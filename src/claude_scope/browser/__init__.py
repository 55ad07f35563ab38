"""The browser lane: loads pages in a headless browser and takes their ARIA snapshots.

In the order of the data:

    urls.py            validates page addresses, splits off credentials, formats addresses for people
    storage_state.py   validates a storage-state file before Playwright reads it
    find_browser.py    finds Chrome or Chromium on this machine
    chromium.py        starts and stops the headless browser
    devtools/          a client of the Chrome DevTools Protocol, and the start of a browser to record
    attach/            finds the user's own browser and attaches to a tab of it
    egress/            restricts which addresses the browser may reach
    page/              loads one page, waits until it is stable, takes its snapshot
    scripts/           the JavaScript that runs in the inspected page
    terminal_text.py   removes control characters from page text
    load_errors.py     explains in one sentence why a page did not load
    aria_snapshot.py   parses and renders Playwright's ARIA snapshots
    locator.py         gives each node a unique Playwright locator
    rebuild/           rebuilds the DOM of a capture as of a given time; takes its snapshot with a script in playwright/
    inspect.py         inspects a list of pages, one snapshot each
    record/            records a tab: its video, and what its page reports meanwhile; rrweb/ holds the DOM recorder
"""
