"""The rules of the conversation: when to speak, what comes next. Pure: no Slack, no database."""
