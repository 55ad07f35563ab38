"""Signs of a fault in a capture, without those that sound pages show too.

console_lines.py    uncaught errors and errors in the console
failed_requests.py  requests that failed and that the page waited for
repeated.py         what fails whatever is done
refused_fields.py   fields that were refused, and taken later
fallen_back.py      values and states that are undone by themselves
stored_values.py    numbers that are stored as others than were typed
dead_press.py       presses after which nothing happened
hidden_texts.py     texts of the page that the picture does not show
"""
