"""Encrypts API keys of models, videos and the data of running sessions.

secret_keys.py  the secret keys of the service, which seal all other keys
data_keys.py    keys that encrypt one video or one attempt
rotation.py     replaces the secret key while servers run
"""
