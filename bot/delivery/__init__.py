"""Every write to Slack, once: written down first, sent, looked up where Slack's answer is lost.

Apart from ``bot.slack``, because it knows the database and no listener: any worker may carry what
a listener on another one wrote down.
"""
