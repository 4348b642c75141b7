"""A world with as many people as a storm needs: the bot answers one person only so often."""

from bot.playground.world import Person, World, default_world

MARKETING = "#marketing"
SUPPORT = "#support"


def town(people: int) -> World:
    """The default world with ``people`` more members (p0, p1 …), who read English and are in every
    channel that the bot is in."""
    world = default_world()
    new = tuple(Person(id=f"UP{n}", name=f"p{n}", real_name=f"Person {n}") for n in range(people))
    channels = tuple(
        channel.model_copy(update={"members": channel.members + tuple(one.id for one in new)})
        if world.bot.user_id in channel.members
        else channel
        for channel in world.channels
    )
    changed = {"people": world.people + new, "channels": channels}
    return World.model_validate(world.model_copy(update=changed).model_dump(by_alias=True))
