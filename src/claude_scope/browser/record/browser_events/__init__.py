"""Events that come from the browser itself, not from a page's scripts.

page_listener.py   console, dialogs, downloads, crashes
navigations.py     the addresses of tabs
silence.py         loaded documents from which the recorder's script sends nothing
network.py         requests, sockets, and downloaded style sheets and fonts
"""
