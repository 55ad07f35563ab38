"""Writes report.html: one self-contained page with everything that an analysis found.

In the order of the data:

    text.py       formats times, sizes and page text
    images.py     encodes frames as data URLs
    captured.py   describes acts, page events, console and network of a capture in words
    data.py       writes the JSON for the page's script: elements, states, trees
    view.py       prepares sentences, counts and pictures for the templates
    page.py       renders the page, with its Content Security Policy
"""
