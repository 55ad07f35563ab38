"""Names what happened at each keyframe, and where it went wrong.

events.py       the event of a keyframe and its evidence
unprompted.py   states that came without an action of the person
suspects.py     the states in which it probably went wrong
"""
