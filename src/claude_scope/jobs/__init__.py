"""Runs each session as a durable job: it survives crashes of workers, databases and machines.

job_runner.py      the protocol between the API and the workers
durable_runner.py  the job runner of the service
engine.py          the workflow engine (DBOS): queue, claims and step results
control.py         cancels, fails, restarts and retries sessions
session/           the steps of one session, and its status
sandbox/           child processes that decode untrusted recordings
hosted_models.py   opens the hosted model that an account has chosen
rate_limits.py     limits calls across all workers
liveness/          detects dead workers and recovers their sessions
"""
