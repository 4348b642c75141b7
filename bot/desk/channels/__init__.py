"""Ways to people outside of Slack: a case goes out by e-mail or webhook, and answers come back."""
