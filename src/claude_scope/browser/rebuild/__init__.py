"""Rebuilds the DOM of a capture as of a given time, in rrweb's replayer with scripts off; takes its ARIA snapshot.

In the order of the data:

    replay_page.py   an empty page with the replayer in it, without any network access
    rebuilt_tree.py  the accessibility tree of the rebuilt page, with the node ids of the DOM
    replayed.py      shows a document as it was at a given time
    named_targets.py  names the targets of acts by means of the tree
    rebuild.py       rebuilds the states of a capture in order
    known_states.py  caches states that were rebuilt during the recording
    ahead.py         rebuilds states during the recording

`replay.js` cleans the events, `replayer.js` replays them, `seek.js` shows one state, and `nodes.js` reads its ARIA
snapshot and data that the snapshot lacks. `states.js` sets states that no attribute holds, such as `indeterminate`.
`dom.js` and `field_names.js` handle form fields whose names shadow properties of the DOM.
"""
