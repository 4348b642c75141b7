"""``python -m bot`` is ``journeydesk``."""

from bot.cli import main

if __name__ == "__main__":
    main()
