// A list of messages with its composer: a channel, a DM, or a thread.
import { composerFor } from "./composer.js";
import { h, icon, keyed, replace } from "./dom.js";
import { dayOf, t } from "./i18n.js";
import { messageNode, outgoing } from "./message.js";
import { locale, state } from "./state.js";
import { waitsIn } from "./waits.js";

const TOGETHER = 300; // seconds within which messages of one author share a head
const NEAR = 60; // pixels from the end that still count as reading the end

const startsNew = (message, before) =>
  !before ||
  before.user !== message.user ||
  before.ephemeral ||
  message.ephemeral ||
  message.broadcast ||
  Boolean(before.notice) ||
  Boolean(message.notice) ||
  Boolean(before.reply_count) ||
  Number(message.ts) - Number(before.ts) > TOGETHER;

/** The rows to draw: day lines, messages, own texts on their way. */
function rows(messages, inThread, waits) {
  const out = [];
  let day = null;
  let before = null;
  messages.forEach((message, index) => {
    const label = dayOf(message.ts);
    if (label !== day && !inThread) out.push({ kind: "day", key: `day/${label}`, label });
    const fresh = label !== day || startsNew(message, before);
    out.push({
      kind: "message",
      key: `${message.ts}/${message.ephemeral}`,
      message,
      compact: !fresh && index > 0,
    });
    if (inThread && index === 0 && message.reply_count)
      out.push({ kind: "count", key: "count", label: t("replies", { n: message.reply_count }) });
    day = label;
    before = inThread && index === 0 ? null : message;
  });
  for (const wait of waits)
    if (wait.underWay && !wait.command)
      out.push({ kind: "outgoing", key: `out/${wait.key}`, wait });
  return out;
}

function signature(row, inThread) {
  if (row.kind !== "message") return `${row.kind}/${row.label ?? ""}/${locale()}`;
  const editing = state.editing?.ts === row.message.ts && state.editing.thread === inThread;
  // What the person chose inside a message is on the screen already: no reason to draw it again.
  return JSON.stringify([
    { ...row.message, state: null },
    row.compact,
    editing,
    state.me,
    inThread,
  ]);
}

function build(row, inThread) {
  if (row.kind === "day")
    return h("div", { class: "day", role: "separator" }, h("span", {}, row.label));
  if (row.kind === "count")
    return h("div", { class: "day start", role: "separator" }, h("span", {}, row.label));
  if (row.kind === "outgoing") return outgoing(row.wait);
  return messageNode(row.message, { compact: row.compact, inThread });
}

export class Conversation {
  constructor(inThread) {
    this.inThread = inThread;
    this.key = null;
    this.pinned = true;
    this.log = h("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-relevant": "additions",
    });
    this.intro = h("div", { class: "intro" });
    this.scroll = h(
      "div",
      { class: "scroll", id: inThread ? "thread-messages" : "messages", tabindex: "-1" },
      this.intro,
      this.log,
    );
    this.below = h("button", {
      type: "button",
      class: "below",
      hidden: true,
      on: { click: () => this.toEnd() },
    });
    this.wait = h("div", { class: "wait", role: "status" });
    this.foot = h("div", { class: "conversation-foot" });
    this.node = h(
      "section",
      { class: "conversation" },
      this.scroll,
      this.below,
      this.wait,
      this.foot,
    );
    this.scroll.addEventListener("scroll", () => {
      this.pinned =
        this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
      if (this.pinned) this.below.hidden = true;
    });
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.log);
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.scroll);
    this.log.addEventListener("focusin", (event) => this.rove(event.target.closest(".message")));
    this.log.addEventListener("keydown", (event) => this.arrows(event));
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.below.hidden = true;
  }

  /** One message at a time is a stop for Tab; the arrow keys move between them. */
  rove(message) {
    if (!message) return;
    for (const each of this.log.querySelectorAll(".message[tabindex='0']")) each.tabIndex = -1;
    message.tabIndex = 0;
  }

  arrows(event) {
    const message = event.target;
    if (
      !message.matches(".message") ||
      !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)
    )
      return;
    const all = [...this.log.querySelectorAll(".message")];
    const at = all.indexOf(message);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    event.preventDefault();
    all[to]?.focus();
  }

  /** `spot`: `{channel, thread, label, intro() -> nodes, introKey, place: words for the composer}`. */
  render(messages, spot) {
    const key = `${state.me}/${spot.channel}/${spot.thread ?? ""}`;
    const moved = key !== this.key;
    if (moved) {
      this.key = key;
      this.pinned = true;
      this.log.replaceChildren();
      replace(this.foot, composerFor(key, spot));
    }
    this.log.setAttribute("aria-label", t("messages_in", { place: spot.label }));
    if (moved || spot.introKey !== this.introKey) replace(this.intro, spot.intro?.() ?? null);
    this.introKey = spot.introKey;
    const waits = waitsIn(spot.channel, spot.thread);
    const last = this.log.querySelector(".message:last-of-type")?.dataset.ts;
    keyed(
      this.log,
      rows(messages, this.inThread, waits),
      (row) => row.key,
      (row) => signature(row, this.inThread),
      (row) => build(row, this.inThread),
    );
    // Coming from the message box, Tab meets the newest message first.
    if (!this.log.contains(document.activeElement))
      this.rove([...this.log.querySelectorAll(".message[tabindex]")].at(-1));
    const answering = waits.some((wait) => wait.bot);
    this.wait.classList.toggle("on", answering);
    if (answering !== this.wait.childElementCount > 0) {
      replace(
        this.wait,
        answering
          ? [
              h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
              h("span", {}, t("answering", { name: state.world.bot.name })),
            ]
          : null,
      );
    }
    const newest = messages.at(-1);
    const own = newest?.user === state.me;
    if (this.pinned || moved || waits.some((wait) => wait.underWay)) this.toEnd();
    else if (!own && newest && last !== newest.ts) {
      replace(this.below, icon("down"), t("new_below"));
      this.below.hidden = false;
    }
  }
}
