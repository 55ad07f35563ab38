"""Alembic's environment: uses the connection and the transaction of `migrate`."""

from alembic import context

from claude_scope.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    transaction_per_migration=False,
)
context.run_migrations()
