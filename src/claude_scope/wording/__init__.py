"""Words what a recording shows, for prompt, report, web app and agents.

acts.py           acts, requests, console lines, events of pages
claim_wording.py  claims about a recording without a capture
model_claims.py   claims of a model about a change
page_facts.py     facts of a captured page
record_again.py   how to replace a recording that cannot be used
"""
