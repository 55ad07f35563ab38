"""Attacks on a service of this machine: what is hostile is tried at the boundary that has to hold it (SECURITY.md).

The suite is every test that is marked `attack(boundary)`, here and in the other folders of the tests:

    scripts/test -m attack            all of it
    scripts/test tests/attacks        what no other folder has
    python -m benchmarks.attacks      all of it with the slow parts, as one table

Each run ends with a table: boundary, attacks tried, got through.
"""
