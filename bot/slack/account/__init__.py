"""Slack's side of a workspace's Mailchimp account."""
