"""The MCP server: coding agents ask for the parts of a recording that they need, instead of getting a long prompt.

In the order of a call:

    stdio.py            serves one agent over stdin and stdout
    server.py           declares the tools for agents, on the official SDK
    instructions.py     the texts that tell an agent when to use which tool
    tools.py            the work of each tool, without the SDK
    sources/            the sources of sessions: a folder, a service's database, a service on another machine
    shelf.py            the sessions of all sources, by id and by age
    answers/            the text of each answer, with page text fenced and within a budget of tokens
    pictures.py         the pictures of an answer
    picture_process.py  the confined process that makes the pictures
    recordings.py       recordings that an agent asked the developer for

Only `server` and `stdio` import the SDK, and no module here imports decoders or readers until a tool needs them.
"""
