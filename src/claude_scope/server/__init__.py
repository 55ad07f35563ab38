"""Starts the service: the API with its worker, or a worker alone.

serve.py             runs the service until a signal stops it
wiring.py            builds, starts and closes the parts of the service
sockets.py           opens the listening sockets
idle_connections.py  closes connections that send no request
logs.py              structured logs, one JSON object per line
"""
