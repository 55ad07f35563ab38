"""Client of a remote service: uses its REST API with an access token.

client.py   address and token of the service, requests, and their errors
bundle.py   downloads the files of a session into a folder
"""
