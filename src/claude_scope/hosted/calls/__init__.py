"""Makes calls of a model: over HTTP, within a budget and a rate limit, and with retries.

In the order of the data:

    choice.py           which model, with which key and address
    call_failures.py    the error of one call
    callers.py          over HTTP, or by a command
    commands/           ask an agent's command instead of a provider
    transport.py        the HTTP client, with limits
    model_call.py       one call of the model
    backoff.py          rate limit and retries
    spending.py         cost of the calls, and its ceiling
    asker.py            asks until there is an answer, or none to be had
"""
