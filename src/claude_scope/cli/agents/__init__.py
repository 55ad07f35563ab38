"""The commands for coding agents.

commands.py     `mcp`, `install` and `uninstall`
installing.py   the work of `install` and `uninstall`
"""
