"""Reading with a hosted model, or any local server that speaks like one: what the model says is checked by local OCR.

choice   who is asked            views    the pictures to send       words    what is said with them
answer   what comes back         merge    ... joined with the local reading
caller   one call                patience ... again, in turn         ledger   ... within a budget
asker    a whole frame           reader   the `Reader` made of all this
"""
