"""Measures how captures of third-party applications are described: what a person would report, and nothing else.

    python -m benchmarks.claims.record --app NAME ...           records the applications, as captures too
    python -m benchmarks.telling [--half tuned|scored] [--recording NAME ...] [--show]
    python -m benchmarks.telling.sound                          false reports of where it went wrong, in flows where
      nothing does

For each recording an author who had not seen the rows wrote down, from pictures and trees, what a person would report
after each act (`facts`), what notably stayed the same (`stayed`), what must not be said (`never`), and where it went
wrong. Rows of the scored half are never shown. In the order of the data:

    captures.py  the stations of a capture up to the timeline, cached next to the recording
    material.py  what an author of facts looks at: pictures and trees, without rows
    facts/       the reference facts, one file per recording
    told.py      the rows of the prompt, and where it went wrong
    score.py     compares rows with facts
    sound.py     counts the reasons given for flows without a fault
"""
