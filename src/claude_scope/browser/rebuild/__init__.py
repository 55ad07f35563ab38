"""Rebuilds the DOM of a capture at a time, in rrweb's replayer with scripts off, and takes its ARIA snapshot.

In the order of the data:

    replay_page.py   an empty page with the replayer in it, which reaches nothing
    rebuilt_tree.py  the accessibility tree of the rebuilt page, with the node ids of the DOM
    replayed.py      a document as it was at a time
    named_targets.py  the targets of acts, named by the tree
    rebuild.py       the states of a capture, one after the other
    known_states.py  states that were rebuilt while the recording went on
    ahead.py         rebuilds those

`replay.js` cleans the events, `replayer.js` replays them, `seek.js` shows one state, and `nodes.js` reads its ARIA
snapshot and what that lacks. `dom.js` and `field_names.js` deal with the fields of a form that are called like
properties of the DOM.
"""
