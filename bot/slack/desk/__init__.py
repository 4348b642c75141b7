"""The desk in Slack: cards for agents, the conversation with the requester, and between them."""
