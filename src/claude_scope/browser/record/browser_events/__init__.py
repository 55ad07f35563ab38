"""What the browser itself says of the recorded pages; nothing of it comes from a page's scripts.

page_listener.py   console, dialogs, downloads, crashes
navigations.py     the addresses of tabs
silence.py         documents that were loaded and of which the recorder's script sends nothing
network.py         requests, sockets, and the style sheets and fonts that they brought
"""
