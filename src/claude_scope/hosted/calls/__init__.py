"""Calls a model, over HTTP or by a command, within a budget and a rate limit, and with retries.

In the order of the data:

    choice.py           the choice of a model, with its key and address
    call_failures.py    the error of a failed call
    callers.py          chooses between HTTP and a command
    commands/           calls an agent's command instead of a provider
    transport.py        the HTTP client, with limits
    model_call.py       one call over HTTP
    backoff.py          rate limit and retries
    spending.py         cost of the calls, and its ceiling
    asker.py            asks until a question is answered, or gives up
"""
