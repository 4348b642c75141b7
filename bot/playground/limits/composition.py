"""Composition objects: options, option groups, confirm dialogs, image sources."""

from bot.playground.limits.findings import Json, Node

OPTION_TEXT = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
URL = 3000
IDENTIFIER = 255
ALT_TEXT = 2000


def check_option(node: Node, *, plain: bool = True, url: bool = False) -> None:
    """One option. `plain` forbids mrkdwn (menus); `url` is open to overflow menus only."""
    node.only("text", "value", "description", *(["url"] if url else []))
    node.text("text", OPTION_TEXT, required=True, plain=plain)
    node.string("value", OPTION_VALUE, required=True)
    node.text("description", OPTION_TEXT, plain=plain)
    if url:
        node.string("url", URL)


def check_options(
    node: Node, low: int, high: int, *, plain: bool = True, url: bool = False
) -> list[Json]:
    """The options of an element; gives the well-formed ones for comparison with initial ones."""
    options = node.children("options", low, high)
    for option in options:
        check_option(option, plain=plain, url=url)
    return [option.value for option in options]


def check_menu_options(node: Node) -> list[Json]:
    """`options` or `option_groups`, exactly one of them, 1 to 100 each."""
    if ("options" in node.value) == ("option_groups" in node.value):
        node.fail("must define either `options` or `option_groups`, and not both")
    if "options" in node.value:
        return check_options(node, 1, 100)
    found: list[Json] = []
    for group in node.children("option_groups", 1, 100, required=False):
        group.only("label", "options")
        group.text("label", OPTION_TEXT, required=True, plain=True)
        found += check_options(group, 1, 100)
    return found


def check_initial(node: Node, options: list[Json] | None, *, many: bool) -> None:
    """Initial choices must be among `options` exactly; None means they come from elsewhere."""
    if many:
        chosen = node.children("initial_options", 1, None, required=False)
    else:
        single = node.child("initial_option")
        chosen = [] if single is None else [single]
    for option in chosen:
        if options is None:
            check_option(option)
        elif option.value not in options:
            option.fail("initial option must exactly match one of the provided options")


def check_confirm(node: Node) -> None:
    """The confirm dialog of an element, if it has one."""
    confirm = node.child("confirm")
    if confirm is None:
        return
    confirm.only("title", "text", "confirm", "deny", "style")
    confirm.text("title", 100, required=True, plain=True)
    confirm.text("text", 300, required=True)
    confirm.text("confirm", 30, required=True, plain=True)
    confirm.text("deny", 30, required=True, plain=True)
    confirm.one_of("style", ["primary", "danger"])


def check_dispatch_config(node: Node) -> None:
    config = node.child("dispatch_action_config")
    if config is None:
        return
    config.only("trigger_actions_on")
    allowed = ("on_enter_pressed", "on_character_entered")
    for index, trigger in enumerate(config.array("trigger_actions_on", 1, 2)):
        if trigger not in allowed:
            config.fail(f"must be one of: {', '.join(allowed)}", "trigger_actions_on", index)


def check_image_source(node: Node) -> None:
    """Exactly one of `image_url` and `slack_file`, and always an `alt_text`."""
    if ("image_url" in node.value) == ("slack_file" in node.value):
        node.fail("must define either `image_url` or `slack_file`, and not both")
    node.string("image_url", URL)
    slack_file = node.child("slack_file")
    if slack_file is not None:
        slack_file.only("id", "url")
        if ("id" in slack_file.value) == ("url" in slack_file.value):
            slack_file.fail("must define either `id` or `url`, and not both")
    node.string("alt_text", ALT_TEXT, required=True)
