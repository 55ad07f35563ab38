"""Puts what a recording shows, and what a caller did wrong, into words for prompt, report, web app, API and agents.

acts.py           acts, requests, console lines and page events
capture_lanes.py  where the parts of a recording come from
claim_wording.py  claims about a recording without a capture
model_claims.py   claims of a model that could not be checked
page_facts.py     facts about a captured page
record_again.py   how to replace a recording that cannot be used
validation_messages.py  validation errors of the API and the MCP server
"""
