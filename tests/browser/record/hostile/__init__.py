"""Pages that try to silence the recorder, to forge what it records, or to find it.

hostile_page.py        a hostile page, and what all of them have
replaced_natives.py    pages that replace natives, stop events, or keep their thread busy
globals.py             pages that look for traces of the recorder in JavaScript
effects.py             pages that look for effects of the recorder: in the DOM, errors, the console, events, storage
structure.py           pages whose documents are hostile: shadowing names, replaced documents, policies
forging.py             pages that claim what never happened, or bury what happened
visiting.py            visits pages one after another in one recording, and acts in each
"""
