"""The desk's settings as a person writes them in Slack."""

from bot.desk.loading import DeskSettingsError, loads
from bot.slack.blocks.desk.settings_form import Written, as_file
from bot.slack.blocks.elements import Reply, section
from bot.slack.desk.parts import DeskParts
from bot.slack.mrkdwn import neutral
from bot.slack.people import Person
from bot.slack.texts import mrkdwn, plain


def written_before(parts: DeskParts, workspace_id: str) -> Written:
    """What the form shows: what was saved, and the channel that holds now."""
    saved = parts.desk.settings(workspace_id) or {}
    settings = parts.settings(workspace_id)
    written = Written.model_validate(saved.get("form") or {})
    if written.channel is None and settings is not None:
        return written.model_copy(update={"channel": settings.triage_channel})
    return written


def save(parts: DeskParts, person: Person, written: Written) -> Reply:
    """What is told then; nothing is saved where something in it is wrong."""
    language = person.language
    text = as_file(written)
    try:
        settings = loads(text, plain(language, "desk_settings"), language)
    except DeskSettingsError as error:
        listed = "\n".join(f"• {neutral(one)}" for one in error.sentences)
        wrong = f"{mrkdwn(language, 'desk_settings_wrong')}\n{listed}"
        return Reply(wrong, (section(wrong),))
    kept = {"text": text, "form": written.model_dump(mode="json")}
    parts.desk.save_settings(person.workspace_id, kept, person.user_id)
    said = mrkdwn(language, "desk_settings_saved").replace(
        "[channel]", f"<#{settings.triage_channel}>"
    )
    return Reply(said, (section(said),))
