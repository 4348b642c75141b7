"""The demo: the real bot beside a local Slack, with a sample account, in the browser."""
