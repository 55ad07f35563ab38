"""Asking installed commands: the real ones against a local server, and fakes for what the real ones never do.

package.json        the commands, pinned; scripts/setup --for-all-tests installs them here (270 MB, 760 MB on disk)
stream_server.py    a server that streams as Anthropic, OpenAI and Google do
signed_in.py        a home folder in which the real commands are signed in to that server
"""
