"""Words what a recording shows, for prompt, report, web app and agents alike.

acts.py           acts, requests, console lines, events of pages
claim_wording.py  what is claimed of a recording without a capture
model_claims.py   what a model said of a change
page_facts.py     what followed on the page
record_again.py   how to replace a recording that cannot be used
"""
