"""The commands for coding agents.

commands.py     `mcp`, `pull`, `install` and `uninstall`
pull.py         the work of `pull`
installing.py   the work of `install` and `uninstall`
"""
