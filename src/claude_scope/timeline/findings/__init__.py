"""Infers bugs from the states: each finding is a guess, and says so.

findings.py                 all findings, in the order in which the timeline reports them
disabled_buttons.py         removes remarks on disabled buttons that are as they should be
blank_page.py               a screen that became empty
money.py                    reads amounts of money
bill_rows.py                finds rows of amounts
sums.py                     bills whose total is wrong
counts.py                   counts that differ from what is shown
stuck_loading.py            spinners and loading messages that never stop
reverted.py                 changes that were undone by themselves
layout_shift.py             layouts that moved without an action
short_message.py            messages that went away too soon to read
skipped_required_field.py   required fields that stayed empty
dead_click.py               buttons on which a click did nothing
red_message.py              messages in red, in any language
"""
