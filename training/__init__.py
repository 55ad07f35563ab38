"""Train and measure the classifier of UI elements on rendered screens.

In the order of the data:

    dress.py        a framework's HTML for each part of a screen
    designs.py      random style sheets
    pictures.py     icons and photographs
    parts.py        random parts of a screen
    screens.py      complete screens
    recorders.py    what a video codec does to a picture
    truth.py        the ground truth of a rendered page
    render.py       render the screens in Chromium, with their truth
    readings.py     lines and shapes of each screen, cached
    rows.py         feature vectors with their true classes
    margins.py      margins by which the trees must beat a rule
    train.py        train the trees
    export.py       write the trees as flat arrays
    measure.py      score the rules and the trained model
    __main__.py     all of it in one run
    networks.py     rewrite the OCR networks
    rapidocr/       the OCR networks as they were
    frameworks/     the CSS frameworks
    texts/          the words, by language
"""
