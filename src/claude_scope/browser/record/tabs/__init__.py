"""The tabs of a recording, as the browser reports them.

frame_lines.py      reads the lines that frames send
documents.py        the documents of a tab: which are committed, and which have begun to send
frames.py           the frames of a tab, and the execution contexts of their documents
begun_acts.py       acts that a page has begun, and cannot end if it hangs, crashes or closes
tab.py              a tab
joined_frame.py     converts events of a cross-origin frame into events of the document that embeds it
joining.py          finds the place of such a frame in the document around it
joined_frames.py    receives what such frames send, and writes it as a part of the document around them
answers.py          waits for answers to commands that a crashed page handles only after it is reloaded
delayed_events.py   writes events of the browser with a delay
late_secrets.py     masks the parts of a secret that were written before it was recognised
masked_texts.py     learns secrets, and has frames record where masked texts are
tabs.py             all tabs: ids, events of their frames, and which tab the video shows
attaching.py        prepares new tabs, frames and workers before their first script
"""
