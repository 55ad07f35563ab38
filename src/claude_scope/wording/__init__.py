"""Words what a capture knows, for prompt, report, web app and agents alike.

acts.py        acts, requests, console lines, events of pages
page_facts.py  what followed on the page
model_claims.py  what a model said of a change
"""
