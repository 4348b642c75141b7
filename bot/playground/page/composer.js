// The message box: keys, suggestions while typing, drafts that stay with their place.
import { say } from "./actions.js";
import { attachments } from "./attach.js";
import { h, icon, replace, uid } from "./dom.js";
import { lang, lastOwn, state, update } from "./state.js";
import { t } from "./i18n.js";
import { matches, trigger } from "./suggest.js";
import { allArrived } from "./waits.js";

const composers = new Map();

/** The composer of a place; it keeps its draft while the person looks elsewhere. */
export function composerFor(key, spot) {
  if (!composers.has(key)) composers.set(key, composer(spot));
  return composers.get(key).node;
}

/** Writes `text` into the visible composer, for the person to send. */
export function fill(text) {
  const node = document.querySelector("#main .composer");
  const made = [...composers.values()].find((each) => each.node === node);
  made?.fill(text);
}

function composer(spot) {
  const listId = uid("suggestions");
  const list = h("div", {
    class: "suggestions",
    role: "listbox",
    id: listId,
    "aria-label": t("suggestions"),
    hidden: true,
    on: { mousedown: (event) => event.preventDefault() },
  });
  const hint = h("div", { class: "composer-hint", role: "status" });
  const area = h("textarea", {
    rows: "1",
    placeholder: spot.place,
    "aria-label": spot.place,
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": listId,
    autocomplete: "off",
  });
  const button = h(
    "button",
    { type: "submit", class: "send", "aria-label": t("send"), title: t("send") },
    icon("send"),
  );
  const attach = attachments(() => grow());
  const keys = h(
    "div",
    { class: "composer-keys", "aria-hidden": "true" },
    h("span", {}, h("kbd", {}, t("key_enter")), ` ${t("keys_send")}`),
    h("span", {}, h("kbd", {}, t("key_shift_enter")), ` ${t("keys_newline")}`),
    h("span", {}, h("kbd", {}, "↑"), ` ${t("keys_edit")}`),
  );
  const node = h(
    "form",
    { class: "composer", novalidate: true },
    list,
    hint,
    attach.list,
    h("div", { class: "composer-box" }, area, attach.button, button),
    keys,
  );
  let found = [];
  let at = 0;
  let hushed = ""; // the text for which Escape closed the suggestions
  let lastCommand = "";

  function grow() {
    area.style.height = "auto";
    if (area.value && area.isConnected) area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
    button.disabled = !area.value.trim() && !attach.count();
  }

  function mark(index) {
    at = index;
    [...list.querySelectorAll("[role=option]")].forEach((row, each) => {
      row.setAttribute("aria-selected", String(each === at));
      if (each !== at) return;
      area.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    });
  }

  function suggest() {
    const now =
      area.value === hushed ? null : trigger(area.value, area.selectionStart, Boolean(spot.thread));
    found = now ? matches(now, spot.channel) : [];
    list.hidden = found.length === 0;
    area.removeAttribute("aria-activedescendant");
    replace(
      list,
      found.length
        ? h(
            "div",
            { class: "group-label", "aria-hidden": "true" },
            t(now.kind === "command" ? "commands" : now.kind === "person" ? "people" : "channels"),
          )
        : null,
      found.map((each, index) =>
        h(
          "div",
          {
            role: "option",
            id: uid("suggestion"),
            class: "option",
            "aria-selected": "false",
            on: {
              click: () => {
                mark(index);
                accept(now);
                area.focus();
              },
            },
          },
          h(
            "span",
            { class: "option-text" },
            h("span", {}, each.label),
            each.note ? h("span", { class: "note" }, each.note) : null,
          ),
        ),
      ),
    );
    if (found.length) mark(0);
    const command = state.world.commands.find((each) => area.value.startsWith(`${each.name} `));
    hint.textContent =
      command && !spot.thread ? `${command.name} ${command.hint?.[lang()] ?? ""}` : "";
  }

  function accept(now) {
    const { from, to } = now;
    const text = `${found[at].value} `;
    area.setRangeText(text, from, to, "end");
    typed();
  }

  function typed() {
    grow();
    suggest();
  }

  async function send() {
    const text = area.value.trim();
    if (!text && !attach.count()) return;
    const files = attach.take();
    area.value = "";
    typed();
    lastCommand = text.startsWith("/") && !spot.thread && !files.length ? text : "";
    const sent = await say(spot.channel, spot.thread, text, files);
    if (!sent && !area.value && !attach.count()) {
      attach.give(files);
      area.value = text;
      typed();
    }
  }

  /** Arrow up in an empty box: the last message to edit, or the command to run again. */
  async function recall() {
    if (lastCommand) {
      area.value = lastCommand;
      grow();
      return;
    }
    // What was just sent is the one meant, even while it is on its way.
    await allArrived(spot.channel, spot.thread);
    const own = lastOwn(spot.channel, spot.thread);
    if (own && !area.value && document.activeElement === area)
      update({ editing: { channel: spot.channel, ts: own.ts, thread: Boolean(spot.thread) } });
  }

  node.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  area.addEventListener("input", typed);
  area.addEventListener("click", suggest);
  area.addEventListener("blur", () => {
    list.hidden = true;
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden && found.length > 0;
    const now = open ? trigger(area.value, area.selectionStart, Boolean(spot.thread)) : null;
    const whole = open && now && area.value.slice(now.from, now.to) === found[at].value;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (
      open &&
      now &&
      (event.key === "Tab" || (event.key === "Enter" && !whole)) &&
      !event.shiftKey
    ) {
      event.preventDefault();
      accept(now);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      hushed = area.value;
      suggest();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !area.value) {
      event.preventDefault();
      recall();
    }
  });
  grow();
  return {
    node,
    fill(text) {
      area.value = text;
      hushed = text;
      grow();
      suggest();
      hint.textContent = t("ready_to_send");
      area.focus();
      area.setSelectionRange(text.length, text.length);
    },
  };
}
