"""What a prompt says of a recording without a capture: the claims that are sure, and nothing else.

In the order of the data:

    voice.py         how a prompt quotes texts, and names controls and places
    rows.py          one line a state
    steps.py         what was done, where it is known
    screen_texts.py  the texts of one picture
"""
