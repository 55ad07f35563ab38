"""Detects dead workers, recovers their sessions, and waits out outages.

heartbeat.py       writes the heartbeat of this worker
reaper.py          recovers sessions of dead workers and collects garbage
fencing.py         rejects writes of a worker that lost its claim
outage.py          retries while the database or the asset store is down
worker_folders.py  locks the folder of a worker, and removes those of dead workers
file_lock.py       file locks that end with their process
"""
