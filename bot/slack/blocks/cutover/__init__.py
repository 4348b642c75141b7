"""Cut-overs as blocks: the card, its forms, what is told, and the App Home."""
