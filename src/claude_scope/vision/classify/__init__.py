"""Decide the type, label, value and state of each element.

In the order of the data:

    classified.py   the value: a candidate with its type
    rules/          one file for each kind of element
    classify.py     apply all rules to a scene
    elements.py     labels, values and reading order
"""
