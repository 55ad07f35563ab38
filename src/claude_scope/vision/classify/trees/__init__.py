"""Correct the rules with gradient-boosted trees that `training/` trains.

In the order of the data:

    candidates.py               all places that may be an element
    rule_features.py            features: what the rules say nearby
    neighbourhood.py            features: what lies around
    features.py                 features: text, colours, position, small pictures
    gradient_boosted_trees.py   evaluate the trees in NumPy
    model.py                    load the trees and their margins
    correct_rules.py            apply the trees where they are certain enough
"""
