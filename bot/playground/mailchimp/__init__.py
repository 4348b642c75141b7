"""A simulated Mailchimp, for tests and the demo: the read calls of the Marketing API that the bot
makes, from a bundle, with the limits and faults of the real one."""

from bot.playground.mailchimp.account import SimulatedAccount
from bot.playground.mailchimp.faults import ApiFaults
from bot.playground.mailchimp.routes import Mailchimp, make_app
from bot.playground.mailchimp.serving import served

__all__ = ["ApiFaults", "Mailchimp", "SimulatedAccount", "make_app", "served"]
