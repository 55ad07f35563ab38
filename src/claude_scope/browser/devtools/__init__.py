"""A client of the Chrome DevTools Protocol: commands and events of a browser and its tabs.

In the order of the data:

    process.py        the process of a browser, with the pipes to it
    pipe.py           messages over two pipes, to a browser that we start
    websocket.py      messages over a WebSocket, to a browser that runs already
    errors.py         the errors of commands
    connection.py     commands, answers and events; sessions, one for each tab
    start_error.py    explains why a browser does not start
    launch.py         starts a browser, and stops it
    storage_state.py  restores the cookies and storage of a signed-in user, with restore_storage.js
"""
