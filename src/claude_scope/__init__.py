"""Claude Scope turns a recording of a browser tab into a prompt that a coding agent can act on.

pipeline.py   the stations in order; read this first
capture/      reads a capture: the page's own record of a recording
intake/       receives an upload and probes the recording
keyframes/    selects the frames in which the screen has settled
vision/       reads text and UI elements from keyframes
browser/      inspects the recorded pages in a headless browser
timeline/     works out what changed between keyframes, and what went wrong
hosted/       asks a model what changed, and what the recording shows as a whole
redaction/    finds secrets in texts and masks them
masking/      covers secrets in pictures
prompt/       writes the prompt for a coding agent
report/       writes report.html
cli/          the command line
mcp/          the MCP server: agents ask for sessions
install/      installs the MCP server and a skill into agents
remote/       the client of a service on another machine
jobs/         runs the pipeline as durable jobs in sandboxed processes
store/        database, stored files, encryption, backup
extension/    the browser extension, which records a tab of the user's own browser
api/          the REST API
server/       starts and stops the service
serialization/   values as JSON
lexicon/      words of many languages that the stations look for
values/       the values that travel between stations
errors.py     the exception tree, with exit codes and HTTP statuses
extras.py     optional packages, and how to install them
settings.py   every setting, from CLAUDE_SCOPE_... variables
wiring.py     builds what the stations need
wording/      words the content of a capture for the prompt, the report and the web app
geometry.py   boxes and rectangles
image_header.py   format and size of a picture, from its first bytes
pictures.py   loads, scales and covers pictures
png.py        writes PNG files fast
clock.py      formats times of a recording
plural.py     formats a count with its noun
invisible_characters.py   removes invisible characters
host_port.py  normalises host:port
threads.py    runs blocking work in threads
garbage.py    runs Python's garbage collection less often

web/ holds the web app, which is not Python (docs/web.md).
"""

__version__ = "0.1.0"
