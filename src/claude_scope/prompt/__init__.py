"""Writes the prompt for a coding agent from an analysis, within a token budget and with page text fenced.

In the order of the data:

    default_title.py   the default title of a recording
    choose_states.py   ranks states, to decide which get a picture and which rows remain when space is short
    frames.py          writes the pictures for the agent, scaled to its model, and names them
    paths.py           writes file paths so that an agent reads them unchanged
    codex_shell_command.py  the shell command that hands prompt and pictures to Codex
    fence.py           cleans, cuts and quotes page text, and fences it with a random nonce
    injection.py       flags page text that reads like instructions to an AI agent
    captured/          rows, steps and console of a capture, in which nothing is inferred
    sheets/            pictures of changed regions, before and after, for rows that do not describe their change
    claims/            rows and steps of a recording without a capture: certain claims only
    page_tree.py       prunes the page's accessibility tree
    sections.py        the remaining lists: environment, observations, console, missing parts
    tokens.py          estimates the tokens of texts and pictures
    budget.py          trims parts in a fixed order until the prompt fits its budget
    facts.py           gathers all parts of a prompt at one level of detail
    synthesize.py      renders the facts with the template of the agent
    session_json.py    writes and reads session.json
"""
