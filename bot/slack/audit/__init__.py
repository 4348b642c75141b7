"""Slack's side of an audit of the whole account."""
