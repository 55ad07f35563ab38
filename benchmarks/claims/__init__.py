"""Measures how many claims of the prompts are true, on third-party applications.

    python -m benchmarks.claims.record [--app NAME ...] [--flow NAME] [--out FOLDER]
    python -m benchmarks.claims [--half tuned|scored] [--app NAME ...] [--jobs 2] [--score-only]
    python -m benchmarks.claims --model knowing|lying | --answers FOLDER [--half ...] [--recording NAME ...]

In each flow a scripted user works in one headless browser, from which two recordings are made at once: a video of the
tab, as a recorder in a web page makes it, with random codec, size and bitrate; and a capture, which knows the DOM at
each moment. Only the pixels are analysed; each claim of the analysis is judged against the DOM before and after, and
each change that a person would report is searched for in the rows of the prompt. In the order of the data:

    app.py, apps/     what an application is, and the applications
    start_app.py      starts them
    install.py        installs their dependencies
    lot.py            codec, size and bitrate of a flow
    tab.py, *.js      records a tab in the browser of `claude-scope record`, and draws the pointer
    person.py         the hand of the user, which records each act
    record.py         records a flow, from the start of its application to its files
    recordings.py     the files in the folder of a recording
    dom.py, dom.js    the DOM at each moment of a recording, from the capture
    analyse.py        the analysis of the pixels alone
    claims_of.py      the claims of an analysis
    texts.py          whether two texts are the same
    places.py         the texts at a place in a state of the DOM
    sorting.py        whether rows are in another order
    judge*.py         true, imprecise, false, or unknown; and the cause
    told.py           the other direction: the changes that a person would report
    score.py          scores one recording, in both directions
    stand_ins/        fake models: one knows the truth, one lies, one takes its answers from files
    ask_again.py      an analysis with a model, which caches the steps before the model
    with_model.py     compares recordings with a model and without
    element_types.py  whether the types of elements are right
    fit.py            fits the weights of the scores
    figures.py        counts, required values, and the share of true claims by score
    report.py         the tables, and the page with the worst examples
"""
