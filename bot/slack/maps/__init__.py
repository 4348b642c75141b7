"""Journey maps in direct messages: with a reply, and when asked for."""
