// The left side: team, channels, conversations, and who is being played.
import { goTo, goToBot } from "./actions.js";
import { h, icon, replace } from "./dom.js";
import { t } from "./i18n.js";
import { avatar } from "./message.js";
import { menuButton } from "./popup.js";
import { botDm, channelName, isBotDm, locale, person, state, unread, update } from "./state.js";

const mark = (count) =>
  count
    ? h(
        "span",
        { class: "unread" },
        h("span", { "aria-hidden": "true" }, String(count)),
        h("span", { class: "sr" }, t("unread", { n: count })),
      )
    : null;

function entry({ key, lead, label, current, count, run }) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: count ? "nav-item fresh" : "nav-item",
        "aria-current": current ? "page" : null,
        data: { focus: key },
        on: { click: run },
      },
      lead,
      h("span", { class: "nav-label" }, label),
      mark(count),
    ),
  );
}

function group(title, items) {
  const id = `nav-${title}`;
  return items.length
    ? h(
        "section",
        { class: "nav-group" },
        h("h2", { id }, title),
        h("ul", { "aria-labelledby": id }, items),
      )
    : null;
}

function channelEntry(channel) {
  const dm = channel.kind === "dm";
  const other = dm ? person(channel.members.find((id) => id !== state.me)) : null;
  return entry({
    key: channel.id,
    lead: dm ? avatar(channelName(channel), other?.color, false, "small") : icon("hash"),
    label: channelName(channel),
    current: state.place?.id === channel.id,
    count: unread(channel.id),
    run: () => goTo({ kind: "channel", id: channel.id }),
  });
}

const describe = (each) =>
  `${t(`role_${each.role}`)} · ${t(each.locale.startsWith("fr") ? "speaks_fr" : "speaks_en")}`;

function switcher(play) {
  const me = person();
  const name = me.real_name || me.name;
  return menuButton(
    {
      class: "me",
      data: { focus: "me" },
      "aria-label": `${t("playing")} ${name}. ${t("switch_person")}`,
    },
    [
      avatar(name, me.color, false),
      h(
        "span",
        { class: "me-text" },
        h("span", { class: "note" }, t("playing")),
        h("strong", {}, name),
        h("span", { class: "note" }, describe(me)),
      ),
      icon("swap"),
    ],
    t("switch_person"),
    () =>
      state.world.people.map((each) => ({
        label: h(
          "span",
          { class: "person" },
          avatar(each.real_name || each.name, each.color, false, "small"),
          each.real_name || each.name,
        ),
        note: describe(each),
        checked: each.id === state.me,
        onPick: () => play(each.id),
      })),
    "start",
  );
}

let drawn = "";

/** `play(id)` switches to another person. */
export function drawSidebar(root, play) {
  const { channels } = state.view;
  const rooms = channels.filter((each) => each.kind !== "dm");
  const directs = channels.filter((each) => each.kind === "dm" && !isBotDm(each));
  const dm = botDm();
  const counts = channels.map((each) => unread(each.id));
  const signature = JSON.stringify([
    channels.map((each) => [each.id, each.name]),
    counts,
    state.place,
    state.me,
    locale(),
    state.world.team,
  ]);
  root.classList.toggle("open", state.drawer);
  if (signature === drawn) return;
  drawn = signature;
  const focus = root.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  replace(
    root,
    h(
      "header",
      { class: "team" },
      h("span", { class: "team-mark", "aria-hidden": "true" }, state.world.team.name.slice(0, 1)),
      h(
        "div",
        {},
        h("strong", {}, state.world.team.name),
        h("span", { class: "note" }, t("local_slack")),
      ),
      h(
        "button",
        {
          type: "button",
          class: "icon-button narrow-only",
          "aria-label": t("close_menu"),
          on: { click: () => update({ drawer: false }) },
        },
        icon("close"),
      ),
    ),
    h(
      "nav",
      { "aria-label": state.world.team.name },
      group(t("channels"), rooms.map(channelEntry)),
      group(t("directs"), directs.map(channelEntry)),
      group(t("apps"), [
        entry({
          key: "bot",
          lead: avatar(state.world.bot.name, state.world.bot.color, true, "small"),
          label: state.world.bot.name,
          current: Boolean(dm) && state.place?.id === dm.id,
          count: dm ? unread(dm.id) : 0,
          run: () => goToBot(),
        }),
      ]),
    ),
    h("footer", {}, switcher(play)),
  );
  if (focus)
    [...root.querySelectorAll("[data-focus]")]
      .find((each) => each.dataset.focus === focus)
      ?.focus();
}
