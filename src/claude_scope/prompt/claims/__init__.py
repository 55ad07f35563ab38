"""What a prompt says of a recording without a capture: the claims that are sure, and nothing else.

In the order of the data:

    sentences.py     the claims of one state as clauses, what a person would tell first in front
    rows.py          one line a state
    steps.py         what was done, where it is known
    screen_texts.py  the texts of one picture
"""
