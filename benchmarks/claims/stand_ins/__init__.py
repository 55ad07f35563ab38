"""Stand-ins for a model: each answers the questions of one analysis over HTTP, as OpenAI's models do.

In the order of the data:

    asked.py      a question as it came in, and boxes of the frame in its pictures
    tokens.py     how many tokens a question and its answer have
    states.py     which states of the DOM a question is about
    stand_in.py   serves one analysis, and keeps what it said
    knowing.py    a model that knows the truth
    in_prompt.py  how much of what it says stands in the prompt
    lies.py       lies, each with a label
    lying.py      a model that lies
    told_lies.py  which lies the prompts tell
    seeing.py     lays questions down in folders, and takes the answers from there
"""
