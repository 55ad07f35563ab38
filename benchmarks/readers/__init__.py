"""Measures whether a reader of a prompt, who knows neither the application nor the bug, can say what is wrong.

    python -m benchmarks.readers record [--flow NAME ...]                      record the flows: captures and tab videos
    python -m benchmarks.readers lay FOLDER --of capture|video [--code PATH]   write the prompts for readers
    python -m benchmarks.readers take FOLDER --as NAME                         store the answers that readers wrote
      there
    python -m benchmarks.readers score                                         print the table

In each of twenty flows something goes wrong without an error message. Half of the pages use third-party components,
with the fault in the code around them; the others are small applications of our own. In order:

    flows_of_components.py   the flows on pages with components from npm
    flows_of_pages.py        the flows on pages of our own
    faults.json              for each flow its title, what is wrong, and words of a right answer
    record.py                serves the pages and records the flows
    lay.py                   prompts under shuffled numbers, and instructions for the readers
    answers.py               the readers' answers, one file in answers/ for each folder of prompts
    score.py                 compares answers with faults
"""
