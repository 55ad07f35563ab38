"""Records a tab: its video and the page's own record of what happened. docs/capture-format.md describes the result.

In the order of the data:

    options.py          the options of a recording
    lanes.py            says where each part of a capture comes from
    window.py           starts the browser to record
    script.py           builds the script that runs in each frame, from the files in page/
    masking.py          masks secrets in events and lines
    repeats.py          finds texts that repeat the value of a secret field
    event_files.py      the files of events
    secret_count.py     counts the different secrets that were masked
    capture_folder.py   writes the manifest, the events and the assets, and packs them
    tabs/               the tabs, their frames, and what the frames send
    browser_events/     events of the browser: console, dialogs, navigations, requests
    video/              takes pictures of a tab, and encodes them
    recorder.py         the recording from its beginning to its end
    contents.py         lists the contents of a capture
    masked/             covers masked values in a video, and checks that they are covered
    masked_copy.py      copies a capture with masked values covered in its video

page/ contains the JavaScript, which runs in a JavaScript world of its own; main.js starts it in a frame.
"""
