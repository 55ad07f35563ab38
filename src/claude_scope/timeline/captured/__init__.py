"""The timeline of a recording with a capture: facts of the page itself, with nothing guessed from pixels.

In the order of the data:

    page/                the structure of a rebuilt page: sections of rows, leaves, overlays
    compare/             what differs between two pages
    act_spans.py         one span an act, with the states that followed it
    running_texts.py     what changes by itself again and again
    targets.py           names what was acted on
    entered.py           what acts themselves entered
    tell_rows.py         the rows: what each act changed
    visible_elements.py  the elements of a rebuilt tree that a person would name
    element_changes.py   their ids over all states, and what differs
    events.py            what happened in a state, and why
    pixel_states.py      pictures that changed where the DOM did not say so
    pointed_states.py    what style sheets alone open at the pointer
    pixel_check.py       contradictions of the DOM and the picture
    blind_texts.py       reads what the picture shows where the page has no texts
    faults/              signs of a fault that sound pages do not show
    went_wrong.py        where it went wrong
    build.py             the entry point: one moment a row
"""
