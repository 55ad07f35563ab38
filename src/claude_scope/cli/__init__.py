"""The command line: parses commands, calls the engine, prints results and errors.

app.py               the commands for recordings, exit codes and error output
command_syntax.py    help texts and usage lines
usage_errors.py      explains an invalid command line
environment.py       loads the settings and explains invalid variables
interrupt.py         stops a command cleanly on Ctrl-C and signals
analyze.py           runs the pipeline for `analyze`, `keyframes` and `read`
plain_runner.py      runs the steps and times them
progress_display.py  shows progress on stderr
results/             writes the results, the prompts first
doctor.py            checks this machine
service_commands.py  `serve`, `worker`, `migrate`, `token` and `invite`
capture_commands.py  `record`, `capture show` and `capture mask`
record.py            the work of `record`: from a recording to its analysis
recording.py         records until the user or a signal ends it
attach/              `record --attach`: connects to the user's browser and lets them choose a tab
ahead/               prepares the analysis during the recording
agents/               `mcp`, `pull`, `install` and `uninstall`
store_commands.py    `rotate-keys`, `backup`, `restore`, `unlock` and `audit`
"""
