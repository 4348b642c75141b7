// The panel of things to try: a line is written into the message box, the person sends it.
import { fill } from "./composer.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { afterDrawing, botId, channelOf, lang, state, update } from "./state.js";
import { goTo, goToBot } from "./actions.js";

/** A suggestion belongs where the bot can hear it: here, else in its first channel, else its DM. */
async function use(text) {
  const here = channelOf(state.place?.id);
  const hears = (channel) => channel?.members.includes(botId());
  if (state.place?.kind !== "channel" || !hears(here)) {
    const room = state.view.channels.find((each) => each.kind === "channel" && hears(each));
    if (room) goTo({ kind: "channel", id: room.id });
    else await goToBot();
  }
  update({ tips: matchMedia("(min-width: 1100px)").matches && state.tips });
  afterDrawing(() => fill(text));
}

export const suggestions = () => state.world.try?.[lang()] ?? [];

export const suggestion = (text) =>
  h("button", { type: "button", class: "suggestion", on: { click: () => use(text) } }, text);

export function tipsPanel() {
  return h(
    "div",
    { class: "panel tips" },
    h(
      "header",
      { class: "panel-head" },
      h("h2", {}, t("tips_title")),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("tips_hide"),
          on: { click: () => update({ tips: false }) },
        },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "panel-body" },
      h("p", {}, t("tips_lead")),
      h(
        "ul",
        { class: "suggestion-list" },
        suggestions().map((text) => h("li", {}, suggestion(text))),
      ),
      h("p", { class: "note" }, t("tips_who")),
      h("p", { class: "note" }, t("tips_local")),
    ),
  );
}
