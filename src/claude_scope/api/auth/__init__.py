"""Accounts, and the authentication of requests.

caller.py               the signed-in account of a request, and its rate limit
bearer_token.py         authenticates a request by its bearer token
access_tokens.py        signs and checks access tokens (JWT, RS256)
signing_keys.py         the RSA keys that sign access tokens
identity_provider.py    verifies the tokens of a company's identity provider
jwks_client.py          fetches an identity provider's keys (JWKS)
accounts.py             sign-up, sign-in, changes and deletion of accounts
automatic_accounts.py   creates accounts without sign-up: the local account, and those of an identity provider
passwords.py            hashes passwords (argon2id)
pairings.py             gives a browser extension access to an account
sign_in_links.py        one-time sign-in links, invitations, and tokens for scripts
email_addresses.py      normalises e-mail addresses
locked_accounts.py      refuses sign-in to accounts of a restored backup
"""
