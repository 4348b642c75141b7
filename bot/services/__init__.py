"""What the bot can do, without Slack and without HTTP."""
