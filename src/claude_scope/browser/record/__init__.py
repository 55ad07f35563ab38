"""Records a tab: its video, and what the page itself says meanwhile. The result is described in docs/capture-format.md.

In the order of the data:

    options.py          what is recorded, and how
    window.py           starts the browser that is recorded
    script.py           builds the script that runs in each frame, of the files in page/
    masking.py          masks secrets in what is written
    repeats.py          finds texts that repeat the value of a secret field
    capture_folder.py   writes the manifest, the events and the assets, and packs them
    frame_lines.py      reads the lines that frames send
    tab_documents.py    the documents of one tab
    delayed_events.py   writes events of the browser a moment later
    recorded_pages.py   the pages of a recording: their ids, documents, and which one the video shows
    browser_events/     what the browser itself says: console, dialogs, navigations, requests
    screencast.py       the pictures of a page, as the browser shows them
    video.py            encodes the pictures, in a thread
    recorder.py         records until something ends it
    contents.py         lists what a capture holds
    masked/             covers masked values in a video, and checks that they are covered
    masked_copy.py      copies a capture with masked values covered in its video

page/ holds the JavaScript: nodes.js (reads nodes), channel.js (sends), bridge.js (the clock), secrets.js,
targets.js, dom.js (rrweb), press.js, toggles.js, typing.js, keys.js, moves.js (the acts), places.js (where masked
values stand), visibility.js, faults.js, and main.js, which begins them in a frame.
"""
