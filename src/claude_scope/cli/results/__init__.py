"""Writes the results of `analyze` into a folder, the prompts first, and summarises them.

output_files.py   finds the files of an earlier run
staging.py        moves new results into place, completely or not at all
write_results.py  the prompts with their pictures, then everything else
summary.py        the summary after an analysis
"""
