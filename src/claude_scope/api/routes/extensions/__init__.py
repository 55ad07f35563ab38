"""The browser extension's access to an account.

pairings.py   an extension asks, its user confirms, it takes its token
paired.py     the paired browsers of an account
"""
