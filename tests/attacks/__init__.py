"""Attacks on a service on this machine, each tried at the boundary that has to stop it (SECURITY.md).

The suite is every test that is marked `attack(boundary)`, in this and the other test folders:

    scripts/test -m attack            all of it
    scripts/test tests/attacks        only the attacks in this folder
    python -m benchmarks.attacks      all of it with the slow parts, as one table

Each run ends with a table: boundary, attacks tried, attacks that succeeded.
"""
