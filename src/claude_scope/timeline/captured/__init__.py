"""The timeline of a recording with a capture: facts of the page itself, with nothing guessed from pixels.

In the order of the data:

    visible_elements.py  the elements of a rebuilt tree that a person would name
    identity.py          which element of one state is which of the next
    tree_diff.py         the exact differences of two states
    error_texts.py       changes that read like an error
    events.py            what happened in a state, and why
    restless.py          elements that change by themselves all the time, as clocks do
    passing.py           leaves out states that the page only comes through
    pixel_states.py      pictures that changed where the DOM did not say so
    pointed_states.py    what style sheets alone open at the pointer
    pixel_check.py       contradictions of the DOM and the picture
    blind_texts.py       reads what the picture shows where the page has no texts
    joined_moments.py    joins moments that a person takes for one
    money.py             amounts in texts
    suspects.py          where it went wrong
    fold_changes.py      joins the changes of states that were left out
    build.py             the entry point: one moment a state
"""
