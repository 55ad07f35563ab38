"""Signs of a fault in a capture, without those that healthy pages show too.

console_lines.py         uncaught errors and errors in the console
application_requests.py  requests to the application, and those that store something
failed_requests.py       requests that failed and that the page waited for
repeated.py              what fails after any act
refused_fields.py        fields that were refused and later accepted
fallen_back.py           values and states that revert by themselves
stored_values.py         numbers that are stored differently than typed
script_values.py         values that became NaN, undefined, [object Object] or Invalid Date
dead_press.py            dead clicks
hidden_texts.py          texts of the page that the picture does not show
"""
