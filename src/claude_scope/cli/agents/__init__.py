"""The commands for coding agents.

commands.py   `mcp`
"""
