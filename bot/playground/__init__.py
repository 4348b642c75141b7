"""A Slack on this machine: for `make demo`, where people use it in a browser, and for tests.

It knows Slack only, never the bot, and it enforces Slack's rules: signatures, the three-second
deadline, retries, block and view limits, scopes, membership, expiries. State is in memory.

Public:

- `python -m bot.playground --port P --bot-url URL --signing-secret S --bot-token T [--world FILE]`
  serves the page, the page's API under /page/ and Slack's Web API under /api/ on 127.0.0.1.
- `bot.playground.driver.LocalSlack` runs the same server in a thread of a test; its people are
  `bot.playground.player.Player`, what they see `bot.playground.player.Seen`.
- `bot.playground.clock.ManualClock` and `RealClock`: the time that expiries and retries go by.
- `bot.playground.limits`: `check_message_blocks`, `check_view`, `check_suggestions`,
  `check_metadata` give the findings that Slack would refuse a payload for.
- `bot.playground.world.World`, `read_world`, `default_world`: who and what is there at the start.
- `bot.playground.faults.Faults`: what tests let go wrong between Slack and the bot.
- `bot.playground.delivery.Delivery`: the seam between Slack and the bot, plain HTTP.
- `bot.playground.errors.Refused`: raised for what Slack's client does not let a person do.
"""
