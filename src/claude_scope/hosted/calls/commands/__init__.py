"""Calls the command of a coding agent, which is signed in already, instead of a provider's API.

In the order of the data:

    command_call.py      one call: prepares, runs, reads, and translates errors
    command.py           the values: input, output, and kinds of failure
    claude_code.py       arguments, pictures, answer, usage and errors of Claude Code
    codex.py             the same for Codex
    gemini.py            the same for Gemini CLI
    command_output.py    JSON lines, and the kind of a failure
    answer_json.py       the schema for a command, and the JSON in its answer
    bounded_process.py   runs a program with limits on time and output
    failures.py          one sentence for each kind of failure
"""
