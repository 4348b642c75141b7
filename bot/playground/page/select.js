// Select menus as comboboxes: static, external with search as you type, people and channels;
// one value or several.
import { h, icon, replace, uid } from "./dom.js";
import { t } from "./i18n.js";
import { plain, textObject } from "./mrkdwn.js";
import { float } from "./popup.js";
import { channelName, nameOf, state } from "./state.js";

const PAUSE = 150; // milliseconds without a key before the app is asked for options
const MIN_QUERY = 3; // Slack's own default for external selects

const textOf = (option) =>
  typeof option.text === "string" ? option.text : (option.text?.text ?? "");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const asOption = (value, text) => ({ value, text: { type: "plain_text", text } });

const people = () => {
  const bot = state.world.bot;
  return [...state.world.people, { id: bot.id, real_name: bot.name }].map((each) =>
    asOption(each.id, `@${each.real_name || each.name}`),
  );
};
const channels = (kinds, fits = () => true) =>
  state.view.channels
    .filter((each) => kinds.includes(each.kind) && fits(each))
    .map((each) =>
      asOption(each.id, each.kind === "dm" ? `@${channelName(each)}` : `#${channelName(each)}`),
    );

/** What the kinds of select menus hold, and under which names Slack keeps it. */
const KINDS = {
  static_select: { one: "selected_option", many: "selected_options" },
  external_select: { one: "selected_option", many: "selected_options" },
  users_select: { one: "selected_user", many: "selected_users", source: people },
  channels_select: {
    one: "selected_channel",
    many: "selected_channels",
    source: () => channels(["channel"], (each) => !each.private),
  },
  conversations_select: {
    one: "selected_conversation",
    many: "selected_conversations",
    source: () => channels(["channel", "dm"]),
  },
};

const groupsOf = (answer) =>
  answer.option_groups
    ? answer.option_groups.map((group) => ({ label: group.label, options: group.options }))
    : [{ label: null, options: answer.options ?? [] }];

function initial(el, kind, many, before) {
  const key = many ? kind.many : kind.one;
  const value = before ? before[key] : (el[`initial_${key.replace("selected_", "")}`] ?? null);
  const list = many ? (value ?? []) : value ? [value] : [];
  if (!kind.source) return list;
  const all = kind.source();
  return list.map(
    (id) => all.find((option) => option.value === id) ?? asOption(id, nameOf(id) ?? id),
  );
}

/**
 * The select menu `el` as a node. `link`: `{labelledby?, describedby?, label?, before, names,
 * ask(query) -> Promise<answer>, onChange(value)}`. Gives `{node, read, focus}`.
 */
export function select(el, link) {
  const many = el.type.startsWith("multi_");
  const kindName = el.type.replace("multi_", "");
  const kind = KINDS[kindName];
  const external = kindName === "external_select";
  const shortest = el.min_query_length ?? MIN_QUERY;
  let picked = initial(el, kind, many, link.before);
  let groups = [];
  let rows = [];
  let at = -1;
  let floating = null;
  let message = "";
  let asked = 0;
  let timer = 0;

  const listId = uid("list");
  // Pressing inside the list must not take the focus from the input: that would close the list.
  const popup = h("div", {
    class: "popup",
    popover: "manual",
    on: { mousedown: (event) => event.preventDefault() },
  });
  const placeholder = el.placeholder?.text ?? (external ? t("search") : t("choose"));
  const input = h("input", {
    type: "text",
    role: "combobox",
    class: "field combo-input",
    autocomplete: "off",
    spellcheck: "false",
    placeholder,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-labelledby": link.labelledby,
    "aria-label": link.labelledby ? null : (link.label ?? placeholder),
    "aria-describedby": link.describedby,
    data: { focus: link.focusKey },
  });
  const chips = h("div", { class: "chips" });
  const node = h(
    "div",
    { class: many ? "combo many" : "combo" },
    many ? chips : null,
    input,
    icon("chevron", "combo-mark"),
    popup,
  );

  const read = () => {
    const raw = (option) => (kind.source ? option.value : option);
    const value = many ? picked.map(raw) : picked[0] ? raw(picked[0]) : null;
    return { type: el.type, [many ? kind.many : kind.one]: value };
  };

  function show() {
    if (many) {
      input.placeholder = picked.length ? "" : placeholder;
      replace(
        chips,
        picked.map((option) =>
          h(
            "span",
            { class: "chip" },
            h("span", {}, plain(option.text)),
            h(
              "button",
              {
                type: "button",
                class: "chip-remove",
                "aria-label": t("remove", { name: textOf(option) }),
                on: {
                  click: () => {
                    toggle(option);
                    input.focus();
                  },
                },
              },
              icon("close"),
            ),
          ),
        ),
      );
    } else {
      input.value = picked[0] ? textOf(picked[0]) : "";
      node.classList.toggle("filled", picked.length > 0);
    }
  }

  const has = (option) => picked.some((each) => each.value === option.value);

  function toggle(option) {
    if (!many) picked = [option];
    else if (has(option)) picked = picked.filter((each) => each.value !== option.value);
    else if (!el.max_selected_items || picked.length < el.max_selected_items)
      picked = [...picked, option];
    else return;
    show();
    link.onChange(read());
  }

  function pick(row) {
    if (many) {
      input.value = "";
      toggle(row.option);
      refresh();
      return;
    }
    close();
    if (!has(row.option)) toggle(row.option);
    else show();
  }

  function draw() {
    rows = [];
    const list = h("div", {
      role: "listbox",
      id: listId,
      class: "options",
      "aria-multiselectable": many ? "true" : null,
      "aria-label": link.label ?? placeholder,
    });
    for (const group of groups) {
      const box = group.label
        ? h(
            "div",
            { role: "group", "aria-label": group.label.text },
            h("div", { class: "group-label", "aria-hidden": "true" }, plain(group.label)),
          )
        : list;
      for (const option of group.options) {
        const row = h(
          "div",
          {
            role: "option",
            id: uid("option"),
            class: "option",
            "aria-selected": String(has(option)),
            on: { click: () => pick({ option }) },
          },
          h(
            "span",
            { class: "option-text" },
            textObject(option.text, link.names),
            option.description
              ? h("span", { class: "note" }, textObject(option.description, link.names))
              : null,
          ),
          icon("check", "option-check"),
        );
        rows.push({ option, row });
        box.append(row);
      }
      if (box !== list && group.options.length) list.append(box);
    }
    const note = message || (rows.length ? "" : t("no_match"));
    replace(popup, list, note ? h("div", { class: "popup-note", role: "status" }, note) : null);
    mark(
      rows.length
        ? Math.max(
            0,
            rows.findIndex(({ option }) => has(option)),
          )
        : -1,
    );
    floating?.settle();
  }

  function mark(index) {
    rows[at]?.row.classList.remove("active");
    at = index;
    const row = rows[at]?.row;
    row?.classList.add("active");
    row?.scrollIntoView({ block: "nearest" });
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function filter() {
    const query = fold(input.value === textOf(picked[0] ?? {}) && !many ? "" : input.value.trim());
    const all = kind.source ? [{ label: null, options: kind.source() }] : groupsOf(el);
    groups = all.map((group) => ({
      ...group,
      options: group.options.filter((option) => fold(textOf(option)).includes(query)),
    }));
    message = "";
    draw();
  }

  async function lookup() {
    const query = !many && input.value === textOf(picked[0] ?? {}) ? "" : input.value.trim();
    asked += 1;
    const turn = asked;
    if (query.length < shortest) {
      groups = [];
      message = t("type_more", { n: shortest });
      draw();
      return;
    }
    message = t("searching");
    draw();
    const answer = await link.ask(query);
    if (turn !== asked || !floating) return; // a later key has asked again
    groups = answer.ok === false ? [] : groupsOf(answer);
    message = answer.ok === false ? t("options_failed") : "";
    draw();
  }

  function refresh() {
    if (!external) return filter();
    clearTimeout(timer);
    timer = setTimeout(lookup, PAUSE);
    return undefined;
  }

  function open() {
    if (floating) return;
    input.setAttribute("aria-expanded", "true");
    floating = float(popup, node, () => {
      floating = null;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      if (!many) show();
    });
    if (external) lookup();
    else filter();
  }

  function close() {
    clearTimeout(timer);
    floating?.close();
  }

  input.addEventListener("click", () => {
    open();
    if (!many) input.select();
  });
  input.addEventListener("input", () => {
    open();
    refresh();
  });
  input.addEventListener("blur", () => {
    close();
    if (many) input.value = "";
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!floating) open();
      else if (rows.length)
        mark((at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (floating && rows[at]) pick(rows[at]);
      else open();
    } else if (event.key === "Escape" && floating) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && many && !input.value && picked.length) {
      toggle(picked.at(-1));
      if (floating) draw();
    }
  });
  show();
  return { node, read, focus: () => input.focus() };
}
