"""Fake models: each answers the questions of one analysis over HTTP, as OpenAI's models do.

In the order of the data:

    asked.py      a received question, and boxes of the frame in its pictures
    tokens.py     how many tokens a question and its answer have
    states.py     which states of the DOM a question is about
    stand_in.py   serves one analysis, and stores the answers
    knowing.py    a model that knows the truth
    in_prompt.py  how many of its statements are in the prompt
    lies.py       lies, each with a label
    lying.py      a model that lies
    told_lies.py  which lies the prompts contain
    seeing.py     writes questions to folders, and reads the answers from there
"""
