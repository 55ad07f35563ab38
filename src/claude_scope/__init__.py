"""Claude Scope turns a recording of a browser tab into a prompt that a coding agent can act on."""

__version__ = "0.1.0"
