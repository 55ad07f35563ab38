"""Read with a hosted model or a compatible local server; local OCR checks the answers.

In the order of the data:

    choice.py           which model, with which key and address
    frame_view.py       the values: pictures to send
    frame_pictures.py   the whole frame, or crops of what changed
    model_prompt.py     the prompt
    answer_schema.py    validate the model's answer
    call_failures.py    the error of one call
    callers.py          over HTTP, or by a command
    commands/           ask an agent's command instead of a provider
    transport.py        the HTTP client, with limits
    model_call.py       one call of the model
    backoff.py          rate limit and retries
    spending.py         cost of the calls, and its ceiling
    merge.py            merge the model's elements with local OCR
    asker.py            read one frame
    ask_frames.py       read all frames of a session
"""
