"""Records a tab: its video and the page's own record of what happened. docs/capture-format.md describes the result.

In the order of the data:

    options.py          the options of a recording
    lanes.py            says where each part of a capture comes from
    window.py           starts the browser to record
    script.py           builds the script that runs in each frame, from the files in page/
    masking.py          masks secrets in events and lines
    repeats.py          finds texts that repeat the value of a secret field
    capture_folder.py   writes the manifest, the events and the assets, and packs them
    frame_lines.py      reads the lines that frames send
    tab_documents.py    the documents of one tab
    delayed_events.py   writes events of the browser with a delay
    recorded_pages.py   the pages of a recording: ids, documents, and which one the video shows
    browser_events/     events of the browser: console, dialogs, navigations, requests
    screencast.py       takes pictures of a page as the browser paints it
    video.py            encodes the pictures, in a thread
    recorder.py         the recording from its beginning to its end
    contents.py         lists the contents of a capture
    masked/             covers masked values in a video, and checks that they are covered
    masked_copy.py      copies a capture with masked values covered in its video

page/ contains the JavaScript: nodes.js (reads nodes), channel.js (sends), bridge.js (the clock), secrets.js,
targets.js, dom.js (rrweb), press.js, toggles.js, typing.js, keys.js, moves.js (the acts), places.js (places of
masked values), visibility.js, faults.js, and main.js, which starts them in a frame.
"""
