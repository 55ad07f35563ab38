"""Accounts, and how a request proves which account makes it.

caller.py               the account that makes a request
bearer_token.py         reads the bearer token of a request
access_tokens.py        signs and checks access tokens (JWT, RS256)
signing_keys.py         the RSA keys that sign access tokens
identity_provider.py    checks tokens of a company's identity provider
jwks_client.py          fetches an identity provider's keys (JWKS)
accounts.py             sign-up, sign-in, changes and deletion of accounts
automatic_accounts.py   accounts made without sign-up: the local one, and those of an identity provider
passwords.py            hashes passwords (argon2id)
pairings.py             gives a browser extension access to an account
sign_in_links.py        one-time sign-in links, and tokens for scripts
email_addresses.py      normalises e-mail addresses
locked_accounts.py      refuses sign-in to accounts of a restored backup
"""
