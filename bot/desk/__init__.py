"""The desk: a conversation is handed to a person, and back.

Pure, but for ``channels``, which reach people outside of Slack.
"""
