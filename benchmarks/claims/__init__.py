"""Measures how many claims of the prompts are true, on applications that nobody here wrote.

    python -m benchmarks.claims.record [--app NAME ...] [--flow NAME] [--out FOLDER]
    python -m benchmarks.claims [--half tuned|scored] [--app NAME ...] [--jobs 2] [--score-only]
    python -m benchmarks.claims --model knowing|lying | --answers FOLDER [--half ...] [--recording NAME ...]

Each flow is used by a scripted person in one headless browser, out of which two recordings come at once: that of a tab,
as a recorder in a web page makes it, with codec, size and bitrate drawn by lot; and a capture, which knows the DOM at
each moment. The pixels alone are analysed; each claim of the analysis is judged against the DOM before and after, and
each change that a person would tell is looked for in the rows of the prompt. In the order of the data:

    app.py, apps/     what an application is, and the applications
    start_app.py      starts them
    install.py        installs what they need
    lot.py            codec, size and bitrate of a flow
    tab.py, *.js      records a tab in the browser of `claude-scope record`, and draws the pointer
    person.py         the hand of a person, which notes each act
    record.py         a flow, from the start of its application to its files
    recordings.py     what lies in the folder of a recording
    dom.py, dom.js    the DOM at each moment of a recording, from the capture
    analyse.py        the analysis of the pixels alone
    claims_of.py      the claims of an analysis
    texts.py          whether two texts are the same
    places.py         what is where in a state of the DOM
    sorting.py        whether rows are in another order
    judge*.py         true, imprecise, false, or not to be known; and the cause
    told.py           the other way: the changes that a person would tell
    score.py          one recording, both ways
    stand_ins/        stand-ins for a model: one knows the truth, one lies, one takes its answers from files
    ask_again.py      an analysis with a model, which keeps what comes before it
    with_model.py     recordings with a model beside those without
    element_types.py  whether the types of elements are right
    fit.py            fits the weights of the scores
    figures.py        counts, bars, and the share of true claims by score
    report.py         the tables, and the page with the worst examples
"""
