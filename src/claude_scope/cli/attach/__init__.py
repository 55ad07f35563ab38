"""`record --attach`: explains what the browser will ask, connects, and lets the user choose a tab in the terminal.

connect.py    explains, connects, and returns the chosen tab
choose.py     lists the tabs in the terminal, by arrow keys or by number
keys.py       reads keys and lines from the terminal
"""
