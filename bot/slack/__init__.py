"""Everything that knows Slack: listeners, block builders, texts. ``app.build_app`` joins them."""
