"""The MCP server: coding agents ask for what a recording holds, instead of being given a long prompt.

In the order of a call:

    stdio.py            serves one agent over stdin and stdout
    server.py           the tools, with what an agent reads of them, on the official SDK
    instructions.py     the texts that tell an agent when to use which tool
    tools.py            what each tool does, without the SDK
    sources/            where sessions come from: a folder, a service's database, a service elsewhere
    shelf.py            the sessions of all sources, by id and by age
    answers/            the text of each answer, with page text fenced and within a budget of tokens
    pictures.py         the pictures of an answer
    picture_process.py  the confined process that makes them
    recordings.py       recordings that an agent asked a person for

Only `server` and `stdio` import the SDK, and nothing here imports what decodes or reads until a tool needs it.
"""
