"""A typer that learns: it corrects what the rules say of a picture. It is no part of the product yet: docs/typer.md."""
