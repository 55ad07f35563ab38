"""Runs all code that handles an untrusted recording in confined child processes.

isolated_stations.py  the pipeline's stations, called in a child process
pool.py               starts sandboxes and keeps one child warm
sandbox.py            one folder and the child process confined to it
child_process.py      starts, calls, watches and kills a child
step_limits.py        the limits of one child
messages.py           the JSON protocol between worker and child
child.py              the program that runs in the child
confinement.py        confines a process: Landlock, seccomp, capabilities
landlock.py           restricts file access (Landlock)
seccomp.py            filters system calls (seccomp)
syscalls.py           the system calls that the filter denies
rlimits.py            limits memory, files and processor time
child_stations.py     the stations in the child
recording_length.py   the longest recording that is accepted
child_failures.py     error messages for a child that failed
disk_failures.py      errors for a full or read-only disk
"""
