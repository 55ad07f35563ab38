"""Secrets that are recognised by their form.

secret_formats.py     all formats, in the order in which they are tried; formats of codes in messages
format.py             one format: a pattern, a check and a hint
headers.py            cookies and credentials of HTTP
addresses.py          secrets in the path or query of an address
webhooks.py           addresses that accept messages from whoever knows them
commands.py           passwords in command lines and settings files
neighbours.py         keys after their network, answers after their question
issuer_tokens.py      keys and tokens of issuers
wrapped_tokens.py     keys and tokens of issuers that a line break cuts
numbers.py            card numbers, IBANs, license keys, random texts
seed_phrases.py       recovery phrases of wallets
checksums.py          checksums and measures of randomness
"""
