"""From a message to a topic: language, matcher, calibrated confidence, ladder. Pure."""
