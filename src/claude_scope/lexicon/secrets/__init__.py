"""Parts of names of secrets, in the notation of `secret_words`.

questions.py      words around security questions
network_keys.py   keys of wireless networks
inflections.py    stems of words that languages inflect
"""
