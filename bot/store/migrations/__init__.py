"""Alembic's scripts, shipped with the package; bot.store.migrate runs them."""
