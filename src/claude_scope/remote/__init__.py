"""A service elsewhere, asked through its REST API with a token.

client.py   its address and token, requests, and what their failures mean
bundle.py   downloads the files of a session, and unpacks them into a folder
"""
