"""Cut-overs in Slack: cards in direct messages, what is told to whom, and the clock."""
