"""Pure functions from a result to Block Kit. They ask nothing and know no service."""
