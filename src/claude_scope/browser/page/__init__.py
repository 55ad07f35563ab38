"""Loads one page, waits until it is stable, and takes its snapshot with secret fields masked.

In the order of the data:

    load.py             opens the page and tracks its pending requests
    page_events.py      collects console errors, failed requests and dialogs
    script_results.py   validates what our scripts return from the page
    secret_fields.py    masks secret fields in the page and in its tree
    page_stability.py   waits until the accessibility tree stops changing
    iframe_boxes.py     moves iframe boxes into page coordinates, marks hidden nodes
    sign_in.py          recognises sign-in pages
    take_snapshot.py    takes tree, counts, title and screenshot
"""
