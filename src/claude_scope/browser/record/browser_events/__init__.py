"""Events that come from the browser itself, not from a page's scripts.

console.py       console lines, uncaught errors and rejections
dialogs.py       dialogs, downloads, crashes
navigations.py   the addresses of tabs
silence.py       loaded documents from which the recorder's script sends nothing
requests.py      one request, from its beginning to its end
own_timing.py    reads a document's own record of its request
network.py       requests, sockets, and downloaded style sheets and fonts
"""
