"""Names of secrets by language, in the notation of `secret_words`.

passwords.py   passwords
answers.py     answers to security questions, memorable words
questions.py   what security questions ask for
keys.py        keys and tokens
network_keys.py  keys of wireless networks
codes.py       PINs and one-time codes
recovery.py    codes, keys and phrases that restore access
inflections.py  stems of words that languages inflect
numbers.py     card codes, card and account numbers, numbers that a state gives a person
"""
