"""The timeline of a capture: facts from the page's own record, not guessed from pixels.

In the order of the data:

    page/                the structure of a rebuilt page: sections of rows, leaves, overlays
    compare/             what differs between two pages
    act_spans.py         one span per act, with the states that followed it
    running_texts.py     texts that change by themselves, such as clocks
    targets.py           names the targets of acts
    entered.py           values that the user entered
    tell_rows.py         the rows: what each act changed
    visible_elements.py  the elements of a rebuilt tree that a user would name
    element_changes.py   element ids across states, and their changes
    events.py            acts, requests and console lines of a state
    pixel_states.py      picture changes without a DOM change
    pointed_states.py    tooltips that only style sheets open
    pixel_check.py       contradictions between the DOM and the picture
    blind_texts.py       OCR of canvases, images and videos
    faults/              signs of a fault
    went_wrong.py        where it went wrong
    build.py             the entry point: one moment per row
"""
