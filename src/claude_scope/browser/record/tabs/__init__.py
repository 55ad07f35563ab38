"""The tabs of a recording, as the browser reports them.

frame_lines.py      reads the lines that frames send
documents.py        the documents of a tab: which are committed, and which have begun to send
frames.py           the frames of a tab, and the execution contexts of their documents
begun_acts.py       acts that a hanging, crashing or closing page does not end
tab.py              a tab
joined_frame.py     translates events of a frame of another origin to the document around it
joining.py          finds the place of such a frame in the document around it
joined_frames.py    receives what such frames send, and writes it as a part of the document around them
answers.py          answers to commands that a crashed page takes only after its reload
delayed_events.py   writes events of the browser with a delay
late_secrets.py     masks what was written of a secret before it was recognised
masked_texts.py     learns secrets, and has frames record where masked texts are
tabs.py             all tabs: ids, events of their frames, and which tab the video shows
attaching.py        prepares new tabs, frames and workers before their first script
"""
