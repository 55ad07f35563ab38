"""Words of many languages that several stations look for, and the patterns made from them.

A file is a topic and a list is a meaning: two places that look for the same meaning use the same list.

    words.py             words of one meaning by language; their pattern is made when first needed
    patterns.py          one regular expression of many words

    error_words.py       error messages, by how sure a word is; what is calm, what names a topic
    loading_words.py     something is going on
    message_words.py     something was done
    action_words.py      next, back, undo, close, the rest of a list
    field_words.py       required, for searching, an example
    sign_in_words.py     buttons that sign in
    bill_words.py        totals, taxes, discounts, extras, prices, currencies
    count_words.py       things that are counted, ticked ones
    time_words.py        units of time
    footer_words.py      the foot of a page
    bug_report_words.py  what people write about what went wrong

    secret_words.py      what a secret is called
    secret_names.py      finds these names in texts and labels
    link_words.py        words between a name and its value
"""
