"""Names of secrets by language, in the notation of `secret_words`.

passwords.py   passwords
answers.py     answers to security questions, memorable words
keys.py        keys and tokens
codes.py       PINs and one-time codes
recovery.py    codes, keys and phrases that restore access
numbers.py     card codes, card and account numbers, numbers that a state gives a person
"""
