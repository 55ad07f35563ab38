"""`record --attach`: explains what the browser will ask, connects, and lets the user choose a tab.

find.py            finds the browser that the option names
connect.py         explains, connects, and returns the tab chosen in the terminal
choose.py          lists the tabs in the terminal, by arrow keys or by number
keys.py            reads keys and lines from the terminal
ask_in_window.py   for agents: asks in a window instead, which also stops the recording
window.py          opens that window, with window.html and window.js
"""
