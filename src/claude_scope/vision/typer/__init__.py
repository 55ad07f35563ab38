"""A typer that learned: it corrects what the rules say of a picture where it is sure (docs/typer.md)."""
