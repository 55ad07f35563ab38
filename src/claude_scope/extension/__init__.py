"""The browser extension: records a tab of the user's own browser, and sends the capture to a paired service.

    generated.py   generates the scripts that repeat what `claude-scope record` has
    pack.py        packs the extension into an archive, for Chromium or Firefox

files/ contains the extension itself, plain JavaScript modules: manifest.json; background.js, the service worker; page/,
what runs in the recorded page; offscreen/ and recording/, the document that takes the picture and writes what the frames
send; storage/, recordings in IndexedDB; pairing/ and sending/, the service and the upload; popup/ and review/, what the
user sees.
"""
