"""Words of many languages that the stations search for: data, and the patterns built from them.

word_lists.py         reads the lists in lists/, a section per list and a line per language
patterns.py           builds one regular expression from many words
words.py              a list of words by language, with its pattern
secrets/              parts of names of secrets
secret_words.py       kinds of secrets, and words around their names
secret_names.py       finds those names in text and in field labels
action_words.py       buttons whose effect need not be visible on the page
bill_words.py         lines of a bill, currencies
bug_report_words.py   what people write in a bug report
error_words.py        words of error messages
field_words.py        required fields, search fields, placeholders
link_words.py         words that link a name with its value: is, are, equals
loading_words.py      loading messages
public_codes.py        codes that are not secret: of orders, discounts, countries
sign_in_words.py      sign-in buttons
"""
