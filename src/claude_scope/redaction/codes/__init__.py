"""Codes and numbers after their name.

one_time_codes.py     PINs, one-time codes, card codes, account numbers
code_runs.py          runs of digits that can be a code, unlike amounts, dates and telephone numbers
recovery_codes.py     lists of recovery codes, recovery phrases
postcodes.py          Indian postcodes, which are called PIN codes
"""
