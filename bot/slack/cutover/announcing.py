"""After a deed: every card as the cut-over is now, and who has to know of it."""

from bot.services.cutovers import Done
from bot.slack.blocks.cutover import told
from bot.slack.cutover import cards
from bot.slack.cutover.scene import CutoverScene
from converter.cutover import Cutover, Deed
from converter.language import LANGUAGES


def do(scene: CutoverScene, cutover: Cutover, deed: Deed) -> Done:
    """Have it done, if that is possible, and told: also that an automation which changed meanwhile
    put the cut-over back. Raises what slack_sdk raises."""
    needs_report = cutover.before_live or deed.kind == "tick"
    facts = scene.facts(cutover) if needs_report else None
    done = scene.cutovers.do(scene.workspace_id, cutover.id, deed, facts)
    if done.before is not None and done.cutover is not None:
        if done.did:
            _announce(scene, done.before, done.cutover, deed)
        elif done.why == "changed":
            _announce(scene, done.before, done.cutover, Deed(kind="change", why="changed"))
    return done


def _announce(scene: CutoverScene, before: Cutover, after: Cutover, deed: Deed) -> None:
    scene.arm(after)
    cards.refresh(scene, after)
    said = {language: told.deed(before, after, deed, language) for language in LANGUAGES}
    known = {language: reply for language, reply in said.items() if reply is not None}
    if known:
        cards.tell_others(scene, after, deed.by, known)
