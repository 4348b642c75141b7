"""Messages and forms of the desk. Pure."""
