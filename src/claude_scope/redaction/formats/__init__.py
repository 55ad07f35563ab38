"""Secret formats that need no label.

secret_formats.py   URLs, headers, commands, private keys
issuer_tokens.py    key and token formats of known issuers
checksums.py        card and account checksums, base64, randomness
"""
