"""The form in which what Mailchimp's API hides is answered."""
