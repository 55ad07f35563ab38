"""Measures how captures of applications of other people are told: what a person would tell, and nothing else.

    python -m benchmarks.claims.record --app NAME ...           records the applications, as captures too
    python -m benchmarks.telling [--half tuned|scored] [--recording NAME ...] [--show]
    python -m benchmarks.telling.sound                          where it went wrong, of flows in which nothing does

For each recording an author who had not seen the rows wrote down, from pictures and trees, what a person would tell
after each act (`facts`), what tellingly stayed as it was (`stayed`), what must not be said (`never`), and where it went
wrong. Rows of the scored half are never shown. In the order of the data:

    captures.py  the stations of a capture up to the timeline, kept beside the recording
    material.py  what an author of facts looks at: pictures and trees, without rows
    facts/       the reference facts, one file a recording
    told.py      the rows of the prompt, and where it went wrong
    score.py     rows against facts
    sound.py     reasons that are given for sound flows
"""
