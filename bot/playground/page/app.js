// Puts the parts together: loads the world, listens for changes, draws what the state says.
import { api, listen } from "./api.js";
import { closeThread, goTo, onRefresh } from "./actions.js";
import { Conversation } from "./conversation.js";
import { h, icon, replace } from "./dom.js";
import { Home } from "./home.js";
import { t } from "./i18n.js";
import { avatar } from "./message.js";
import { drawModals } from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import {
  afterDrawing,
  channelName,
  channelOf,
  isBotDm,
  locale,
  markRead,
  messagesOf,
  person,
  repliesOf,
  rootsOf,
  state,
  subscribe,
  update,
} from "./state.js";
import { suggestion, suggestions, tipsPanel } from "./tips.js";
import { settleWaits } from "./waits.js";

const root = (id) => document.getElementById(id);
const WIDE = matchMedia("(min-width: 1100px)");
const PLAYED = "journeydesk.person";

const channelPane = new Conversation(false);
const threadPane = new Conversation(true);
const home = new Home();
const head = h("header", { class: "main-head" });
const banner = h("div", { class: "banner", role: "alert", hidden: true });
const threadHead = h("header", { class: "panel-head" });
const threadPanel = h("div", { class: "panel thread" }, threadHead, threadPane.node);
let stop = () => {};
let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  const asked = state.me;
  try {
    const view = await api.view(asked);
    if (asked === state.me && view.channels) show(view);
  } catch {
    update({ online: false });
  }
  fetching = false;
  if (again) {
    again = false;
    await refresh();
  }
}

function show(view) {
  state.view = view;
  settleWaits();
  const known = channelOf(state.place?.id);
  if (!known) {
    const first = view.channels.find((each) => each.kind === "channel") ?? view.channels[0];
    state.place = first ? { kind: "channel", id: first.id } : null;
    state.thread = null;
  }
  if (state.thread && !messagesOf(state.place.id).some((m) => m.ts === state.thread))
    state.thread = null;
  update({ online: true });
}

function play(id) {
  stop();
  try {
    sessionStorage.setItem(PLAYED, id);
  } catch {
    // a browser without storage forgets who was played, nothing else
  }
  Object.assign(state, { me: id, editing: null, thread: null, drawer: false });
  if (state.place?.kind === "home") state.place = null;
  stop = listen(id, refresh, (online) => update({ online }));
  refresh();
}

function tab(kind, label, current, id) {
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "tab",
      "aria-selected": String(current),
      tabindex: current ? "0" : "-1",
      data: { focus: kind },
      on: {
        click: () => goTo({ kind, id }),
        keydown: (event) => {
          if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
          goTo({ kind: kind === "home" ? "channel" : "home", id });
          afterDrawing(() => head.querySelector("[aria-selected='true']")?.focus());
        },
      },
    },
    label,
  );
}

let headDrawn = "";

function drawHead(channel) {
  const signature = JSON.stringify([
    channel?.id,
    channel?.name,
    channel?.topic,
    state.place,
    locale(),
    state.me,
    state.tips,
    state.thread,
  ]);
  if (signature === headDrawn) return;
  headDrawn = signature;
  const focus = head.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const bot = isBotDm(channel);
  const name = channel ? channelName(channel) : state.world.team.name;
  const dm = channel?.kind === "dm";
  document.title = `${dm ? name : `#${name}`} · ${state.world.team.name}`;
  const tipsOpen = state.tips && !state.thread;
  replace(
    head,
    h(
      "button",
      {
        type: "button",
        class: "icon-button narrow-only",
        "aria-label": t("open_menu"),
        data: { focus: "menu" },
        on: {
          click: () => {
            update({ drawer: true });
            afterDrawing(() => root("sidebar").querySelector("nav button")?.focus());
          },
        },
      },
      icon("menu"),
    ),
    h(
      "div",
      { class: "main-title" },
      h(
        "h1",
        {},
        dm ? null : icon("hash"),
        name,
        bot ? h("span", { class: "badge" }, t("app_badge")) : null,
      ),
      channel?.topic && !dm ? h("p", { class: "note", title: channel.topic }, channel.topic) : null,
    ),
    bot
      ? h(
          "div",
          { class: "tabs", role: "tablist", "aria-label": name },
          tab("home", t("tab_home"), state.place.kind === "home", channel.id),
          tab("channel", t("tab_messages"), state.place.kind === "channel", channel.id),
        )
      : null,
    channel && !dm
      ? h("span", { class: "note members" }, t("members", { n: channel.members.length }))
      : null,
    h(
      "button",
      {
        type: "button",
        class: "button small tips-toggle",
        "aria-expanded": String(tipsOpen),
        "aria-label": t(tipsOpen ? "tips_hide" : "tips_show"),
        data: { focus: "tips" },
        on: { click: () => update({ tips: !tipsOpen, thread: null }) },
      },
      icon("spark"),
      h("span", {}, t("tips_title")),
    ),
  );
  if (focus)
    [...head.querySelectorAll("[data-focus]")]
      .find((each) => each.dataset.focus === focus)
      ?.focus();
}

/** What stands above the first message; the ideas only where their own panel is closed. */
function intro(channel, ideas) {
  const name = channelName(channel);
  const dm = channel.kind === "dm";
  const bot = isBotDm(channel);
  const face = dm
    ? avatar(
        name,
        bot ? state.world.bot.color : person(channel.members.find((id) => id !== state.me))?.color,
        bot,
        "large",
      )
    : h("span", { class: "avatar large room", "aria-hidden": "true" }, icon("hash"));
  return [
    face,
    h("h2", {}, dm ? name : `#${name}`),
    h("p", {}, t(dm ? "dm_start" : "channel_start", { name })),
    ideas ? h("div", { class: "chips-row" }, suggestions().slice(0, 3).map(suggestion)) : null,
  ];
}

function drawMain() {
  const channel = channelOf(state.place?.id);
  drawHead(channel);
  banner.hidden = state.online;
  if (!state.online) banner.textContent = t("offline");
  const body = state.place?.kind === "home" ? home : channelPane;
  if (body.node.parentElement !== root("main")) replace(root("main"), head, banner, body.node);
  if (state.place?.kind === "home") home.render();
  else if (channel) {
    const name = channelName(channel);
    if (document.visibilityState === "visible") markRead(channel.id);
    const roots = rootsOf(channel.id);
    const ideas =
      roots.length === 0 &&
      !(state.tips && WIDE.matches) &&
      channel.members.includes(state.world.bot.id);
    channelPane.render(roots, {
      channel: channel.id,
      thread: null,
      label: channel.kind === "dm" ? name : `#${name}`,
      intro: () => intro(channel, ideas),
      introKey: `${name}/${ideas}/${locale()}`,
      place: t(channel.kind === "dm" ? "write_dm" : "write_channel", { name }),
    });
  }
}

let sideDrawn = "";

function drawSide() {
  const side = root("side");
  const channel = channelOf(state.place?.id);
  const kind = state.thread && channel ? "thread" : state.tips ? "tips" : "";
  side.hidden = !kind;
  side.dataset.kind = kind;
  side.setAttribute("aria-label", kind === "tips" ? t("tips_title") : t("thread"));
  const signature = JSON.stringify([kind, state.me, locale(), state.thread]);
  if (signature !== sideDrawn) {
    sideDrawn = signature;
    if (kind === "tips") replace(side, tipsPanel());
    if (kind === "thread") {
      const name = channelName(channel);
      replace(
        threadHead,
        h(
          "div",
          {},
          h("h2", {}, t("thread")),
          h("span", { class: "note" }, channel.kind === "dm" ? name : `#${name}`),
        ),
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("close_thread"),
            on: { click: closeThread },
          },
          icon("close"),
        ),
      );
      replace(side, threadPanel);
    }
  }
  if (kind !== "thread") return;
  const first = messagesOf(channel.id).find((m) => m.ts === state.thread);
  threadPane.render([first, ...repliesOf(channel.id, state.thread)], {
    channel: channel.id,
    thread: state.thread,
    label: t("thread"),
    place: t("write_thread"),
  });
}

function drawSkips() {
  const target = "#main";
  const skip = (label, ...selectors) =>
    h(
      "a",
      {
        href: target,
        on: {
          click: (event) => {
            event.preventDefault();
            selectors
              .map((each) => document.querySelector(each))
              .find(Boolean)
              ?.focus();
          },
        },
      },
      label,
    );
  replace(
    root("skips"),
    skip(t("skip_composer"), "#main .composer textarea", "#home"),
    skip(t("skip_messages"), "#messages .message[tabindex='0']", "#messages", "#home"),
  );
}

subscribe(() => {
  // Between two people the view is still the other one's: nothing of it is drawn.
  if (state.view?.me.id !== state.me) return;
  const language = locale().slice(0, 2);
  if (document.documentElement.lang !== language || !root("skips").childElementCount) {
    document.documentElement.lang = language;
    drawSkips();
  }
  drawMain();
  drawSide();
  drawSidebar(root("sidebar"), play);
  drawModals(refresh);
  root("app").setAttribute("aria-busy", "false");
  root("app").classList.toggle("drawer-open", state.drawer);
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]"))
    return;
  if (state.drawer) update({ drawer: false });
  else if (state.thread && root("side").contains(document.activeElement)) closeThread();
});
addEventListener("pointerdown", (event) => {
  if (state.drawer && !root("sidebar").contains(event.target)) update({ drawer: false });
});
document.addEventListener("visibilitychange", () => update());

async function start() {
  try {
    state.world = await api.world();
  } catch {
    setTimeout(start, 1000);
    return;
  }
  onRefresh(refresh);
  state.tips = WIDE.matches;
  let id = null;
  try {
    id = sessionStorage.getItem(PLAYED);
  } catch {
    id = null;
  }
  play(person(id) ? id : state.world.people[0].id);
}

start();
