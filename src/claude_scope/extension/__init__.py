"""The browser extension: records a tab of the user's own browser, and sends the capture to a paired service.

    generated.py   generates what the extension shares with the recorder and the report
    pack.py        packs the extension into an archive, for Chromium or Firefox

files/ contains the extension itself, plain JavaScript modules. background.js and background/ are the service worker,
page/ runs in the recorded page, offscreen/ and recording/ take the picture and write what the frames send, storage/
keeps recordings in IndexedDB, pairing/ and sending/ speak with the service, popup/ and review/ are
what the user sees.
"""
