"""The HTTP edge: what comes in is checked here, before anything else of the bot sees it."""
