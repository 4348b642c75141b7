// One message of a conversation.
import { h, icon } from "./dom.js";
import { openThread, remove, saveEdit, useShortcut } from "./actions.js";
import { blocks } from "./blocks.js";
import { emoji } from "./emoji.js";
import { briefTimeOf, fullTimeOf, t, timeOf } from "./i18n.js";
import { file } from "./images.js";
import { mrkdwn, typed } from "./mrkdwn.js";
import { afterDrawing, nameOf, state, update } from "./state.js";
import { messageSurface, names } from "./surface.js";

const BOT_COLOR = "#5b4b8a"; // where the world gives none

/** Dark or light letters, whichever is easier to read on the colour `#rrggbb`. */
function ink(color) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#1b2328" : "#ffffff";
}

export function avatar(name, color, isBot, size = "") {
  const node = h("span", { class: `avatar ${isBot ? "bot" : ""} ${size}`, "aria-hidden": "true" });
  const ground = /^#[0-9a-f]{6}$/i.test(color ?? "") ? color : isBot ? BOT_COLOR : "#6b7280";
  node.style.backgroundColor = ground;
  node.style.color = ink(ground);
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
  node.append(isBot ? icon("bot") : initials || "?");
  return node;
}

function editor(message) {
  const area = h("textarea", {
    class: "field",
    rows: "2",
    "aria-label": t("edit_message"),
    prop: { value: typed(message.text, names) },
  });
  const save = () => saveEdit(message, area.value.trim());
  const cancel = () => {
    update({ editing: null });
    afterDrawing(() =>
      document
        .querySelector(`[data-ts="${CSS.escape(message.ts)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      cancel();
    }
  });
  afterDrawing(() => {
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  return h(
    "div",
    { class: "editor" },
    area,
    h(
      "div",
      { class: "editor-foot" },
      h("span", { class: "note" }, t("edit_keys")),
      h("button", { type: "button", class: "button small", on: { click: cancel } }, t("cancel")),
      h(
        "button",
        { type: "button", class: "button primary small", on: { click: save } },
        t("save"),
      ),
    ),
  );
}

function content(message) {
  const edited = message.edited ? h("span", { class: "edited note" }, ` ${t("edited")}`) : null;
  if (message.blocks?.length)
    return h("div", { class: "blocks" }, blocks(message.blocks, messageSurface(message)), edited);
  const text = mrkdwn(message.text ?? "", names);
  const last = text.lastElementChild;
  (last?.matches(".line") ? last : text).append(edited ?? "");
  return text;
}

function toolbar(message, inThread) {
  const own = message.user === state.me && !message.ephemeral && !message.deleted;
  const items = [];
  const add = (name, label, run) =>
    items.push(
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": label,
          title: label,
          data: { focus: label },
          on: { click: run },
        },
        icon(name),
      ),
    );
  if (!inThread && !message.ephemeral)
    add("thread", t("reply_thread"), () =>
      openThread(message.channel, message.thread_ts ?? message.ts),
    );
  if (!message.ephemeral && !message.is_bot && !message.deleted)
    for (const each of state.world.shortcuts ?? [])
      add("bot", each.name, () => useShortcut(message, each.id));
  if (own) {
    add("edit", t("edit_message"), () =>
      update({ editing: { channel: message.channel, ts: message.ts, thread: inThread } }),
    );
    add("trash", t("delete_message"), () => remove(message));
  }
  return items.length
    ? h("div", { class: "toolbar", role: "toolbar", "aria-label": t("message_actions") }, items)
    : null;
}

/** Slack's own line where an app stayed silent or sent something it refuses. */
function notice(message) {
  return h(
    "article",
    { class: "message notice", tabindex: "-1", data: { ts: message.ts } },
    h(
      "span",
      { class: "gutter" },
      h("span", { class: "avatar slack", "aria-hidden": "true" }, icon("alert")),
    ),
    h(
      "div",
      { class: "message-body" },
      h("div", { class: "only-you" }, icon("eye"), t("only_you")),
      h(
        "div",
        { class: "message-head" },
        h("span", { class: "author" }, t("from_slack")),
        time(message.ts),
      ),
      message.text
        ? mrkdwn(message.text, names)
        : h("p", {}, t(message.notice === "timeout" ? "notice_timeout" : "notice_error")),
    ),
  );
}

const time = (ts, text = timeOf(ts)) =>
  h(
    "time",
    { class: "time", title: fullTimeOf(ts), datetime: new Date(Number(ts) * 1000).toISOString() },
    text,
  );

/** What tells of a reply that was sent to the channel as well: there, the way to its thread. */
function broadcast(message, inThread) {
  if (!message.broadcast) return null;
  if (inThread) return h("div", { class: "note" }, t("also_in_channel"));
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      data: { focus: "thread" },
      on: { click: () => openThread(message.channel, message.thread_ts) },
    },
    icon("thread"),
    t("replied_in_thread"),
  );
}

/** `compact`: follows a message of the same author, so that the head is left out. */
export function messageNode(message, { compact, inThread }) {
  if (message.notice) return notice(message);
  const name = nameOf(message.user) ?? message.name;
  const editing =
    state.editing?.ts === message.ts &&
    state.editing.channel === message.channel &&
    state.editing.thread === inThread;
  const classes = [
    "message",
    compact && "compact",
    message.ephemeral && "ephemeral",
    editing && "editing",
    message.deleted && "deleted",
  ]
    .filter(Boolean)
    .join(" ");
  const head = compact
    ? null
    : h(
        "div",
        { class: "message-head" },
        h("span", { class: "author" }, name),
        message.is_bot ? h("span", { class: "badge" }, t("app_badge")) : null,
        time(message.ts),
      );
  const node = h(
    "article",
    {
      class: classes,
      tabindex: "-1",
      data: { ts: message.ts, user: message.user },
      "aria-label": `${name}, ${timeOf(message.ts)}`,
    },
    h(
      "span",
      { class: "gutter" },
      compact
        ? time(message.ts, briefTimeOf(message.ts))
        : avatar(name, message.color, message.is_bot),
    ),
    h(
      "div",
      { class: "message-body" },
      message.ephemeral ? h("div", { class: "only-you" }, icon("eye"), t("only_you")) : null,
      head,
      broadcast(message, inThread),
      editing ? editor(message) : content(message),
      message.files?.length ? h("div", { class: "files" }, message.files.map(file)) : null,
      message.reactions?.length
        ? h(
            "div",
            { class: "reactions" },
            message.reactions.map((each) =>
              h(
                "span",
                { class: "reaction" },
                emoji(each.name) ?? `:${each.name}:`,
                h("span", {}, String(each.count)),
              ),
            ),
          )
        : null,
      message.reply_count && !inThread
        ? h(
            "button",
            {
              type: "button",
              class: "replies",
              data: { focus: "replies" },
              on: { click: () => openThread(message.channel, message.ts) },
            },
            icon("thread"),
            t("replies", { n: message.reply_count }),
          )
        : null,
    ),
    editing ? null : toolbar(message, inThread),
  );
  return node;
}

/** A message on its way, before the server has it. */
export function outgoing(wait) {
  const me = state.world.people.find((each) => each.id === wait.user);
  return h(
    "article",
    { class: "message outgoing" },
    h("span", { class: "gutter" }, avatar(me.real_name || me.name, me.color, false)),
    h(
      "div",
      { class: "message-body" },
      h(
        "div",
        { class: "message-head" },
        h("span", { class: "author" }, me.real_name || me.name),
        h("span", { class: "note" }, t("sending")),
      ),
      h("div", { class: "mrkdwn" }, h("div", { class: "line" }, wait.text)),
    ),
  );
}
