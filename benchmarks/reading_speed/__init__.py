"""Measures how long the analysis of a video takes on pages that are hard to read.

__main__.py   records the videos, analyses them and prints the table
flows.py      what a scripted user does on each page
pages/        a dense table, a long reference page, a node editor on patterns of dots and lines, menus over a table
"""
