"""What the typer is measured and trained with: rendered screens, their truth, and what recorders make of them."""
