"""Installs the MCP server and a skill into coding agents, and removes them so that nothing is left.

In the order of an installation:

    clients.py          the agents: where their files are, and what an entry in them looks like
    command_path.py     the absolute path of the installed command
    installation.py     installs and uninstalls, and says what is installed
    client_commands.py  an agent's own command, where it has one
    config_file.py      reads and writes a configuration file as bytes, atomically
    jsonc.py            parses JSON with comments, with the place of every member
    json_edit.py        adds and removes one member, and leaves everything else as it was
    toml_edit.py        the same for a table of TOML
    receipts.py         stores the earlier content of a file, to restore it byte for byte
    skill.py            the skill, SKILL.md
"""
