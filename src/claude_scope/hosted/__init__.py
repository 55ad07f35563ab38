"""Asks a vision model what changed between two states, and what the whole recording shows.

In the order of the data:

    view.py             a picture to send
    pair_pictures.py    the pictures of a change, and the overview of all states
    answers.py          the form of an answer, and its validation
    instructions.py     the instructions for each kind of question
    question.py         a question: instructions, words, pictures, and the form of the answer
    questions.py        the questions of a recording
    ask.py              asks them
    calls/              makes the calls
"""
