"""How a workspace comes to the right to read its Mailchimp account: by OAuth 2, or with an API key.

Pure, but for ``oauth``, which speaks to Mailchimp's login host.
"""
