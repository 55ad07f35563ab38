"""The browser extension's access to an account.

pairings.py   the pairing: an extension asks, its user confirms, the extension gets its token
paired.py     lists and revokes the paired browsers of an account
"""
