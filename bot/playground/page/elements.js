// The interactive elements of Block Kit, each as a node that reports to its surface.
import { act } from "./act.js";
import { h, icon, uid } from "./dom.js";
import { t } from "./i18n.js";
import { image } from "./images.js";
import { textInput } from "./inputs.js";
import { plain, textObject } from "./mrkdwn.js";
import { menuButton } from "./popup.js";
import { select } from "./select.js";

const focusKey = (block, el) => `${block.block_id}/${el.action_id}`;

function button(el, block, surface) {
  const style = el.style === "primary" || el.style === "danger" ? ` ${el.style}` : "";
  const props = {
    class: `button${style}`,
    "aria-label": el.accessibility_label,
    data: { focus: focusKey(block, el), action: el.action_id },
  };
  const body = el.value === undefined ? {} : { value: el.value };
  const press = (event) => act(surface, block, el, body, event.currentTarget);
  const label = h("span", {}, plain(el.text));
  if (el.url && /^https?:/i.test(el.url)) {
    return h(
      "a",
      {
        ...props,
        href: el.url,
        target: "_blank",
        rel: "noopener noreferrer",
        title: t("link_elsewhere"),
        on: { click: press },
      },
      label,
    );
  }
  return h("button", { type: "button", ...props, on: { click: press } }, label);
}

function iconButton(el, block, surface) {
  const name = el.icon === "trash" ? "trash" : "more";
  return h(
    "button",
    {
      type: "button",
      class: "button quiet",
      "aria-label": el.accessibility_label ?? el.text?.text,
      data: { focus: focusKey(block, el), action: el.action_id },
      on: { click: (event) => act(surface, block, el, { value: el.value }, event.currentTarget) },
    },
    icon(name),
    h("span", {}, plain(el.text)),
  );
}

function feedbackButtons(el, block, surface) {
  const box = h("div", { class: "feedback", role: "group" });
  for (const [kind, glyph] of [
    ["positive_button", "👍"],
    ["negative_button", "👎"],
  ]) {
    const each = el[kind];
    if (!each) continue;
    box.append(
      h(
        "button",
        {
          type: "button",
          class: "button quiet",
          "aria-pressed": "false",
          title: each.text?.text,
          "aria-label": each.accessibility_label ?? each.text?.text,
          data: { focus: `${focusKey(block, el)}/${kind}`, action: el.action_id },
          on: {
            click: (event) => {
              for (const other of box.children)
                other.setAttribute("aria-pressed", String(other === event.currentTarget));
              return act(surface, block, el, { value: each.value }, event.currentTarget);
            },
          },
        },
        h("span", { "aria-hidden": "true" }, glyph),
        h("span", { class: "feedback-text" }, plain(each.text)),
      ),
    );
  }
  return box;
}

function overflow(el, block, surface) {
  return menuButton(
    {
      class: "button quiet square",
      "aria-label": t("more_actions"),
      data: { focus: focusKey(block, el), action: el.action_id },
    },
    icon("more"),
    t("more_actions"),
    () =>
      (el.options ?? []).map((option) => ({
        label: plain(option.text),
        note: option.description ? plain(option.description) : null,
        onPick: () => {
          if (option.url && /^https?:/i.test(option.url))
            window.open(option.url, "_blank", "noopener,noreferrer");
          return act(surface, block, el, { selected_option: option });
        },
      })),
  );
}

function selectMenu(el, block, surface, at) {
  const made = select(el, {
    ...at,
    label: el.placeholder?.text,
    names: surface.names,
    focusKey: focusKey(block, el),
    before: surface.form.before(block.block_id, el.action_id, el.type),
    ask: (query) => surface.options({ block_id: block.block_id, action_id: el.action_id, query }),
    onChange: (value) => at.dispatch && act(surface, block, el, value),
  });
  surface.form.add(block.block_id, el.action_id, made);
  made.node.dataset.action = el.action_id;
  return made.node;
}

/** Radio buttons and checkboxes: the same list of choices, one or several of them checked. */
function choices(el, block, surface, at) {
  const many = el.type === "checkboxes";
  const before = surface.form.before(block.block_id, el.action_id, el.type);
  const first = many
    ? before
      ? before.selected_options
      : (el.initial_options ?? [])
    : [before ? before.selected_option : el.initial_option].filter(Boolean);
  const group = uid("choice");
  const inputs = [];
  const read = () => {
    const chosen = inputs.filter(({ input }) => input.checked).map(({ option }) => option);
    return {
      type: el.type,
      ...(many ? { selected_options: chosen } : { selected_option: chosen[0] ?? null }),
    };
  };
  const box = h("div", {
    class: "choices",
    role: many ? "group" : "radiogroup",
    "aria-labelledby": at.labelledby,
    "aria-describedby": at.describedby,
    data: { action: el.action_id },
  });
  for (const option of el.options ?? []) {
    const input = h("input", {
      type: many ? "checkbox" : "radio",
      name: group,
      data: { focus: `${focusKey(block, el)}/${option.value}` },
      prop: { checked: first.some((each) => each.value === option.value) },
      on: { change: () => at.dispatch && act(surface, block, el, read()) },
    });
    inputs.push({ option, input });
    box.append(
      h(
        "label",
        { class: "choice" },
        input,
        h(
          "span",
          { class: "choice-text" },
          textObject(option.text, surface.names),
          option.description
            ? h("span", { class: "note" }, textObject(option.description, surface.names))
            : null,
        ),
      ),
    );
  }
  surface.form.add(block.block_id, el.action_id, { read, focus: () => inputs[0]?.input.focus() });
  return box;
}

const PICKERS = {
  datepicker: { input: "date", key: "selected_date", start: "initial_date" },
  timepicker: { input: "time", key: "selected_time", start: "initial_time" },
  datetimepicker: {
    input: "datetime-local",
    key: "selected_date_time",
    start: "initial_date_time",
  },
};

/** A moment in seconds to the local text that a datetime-local input holds, and back. */
const toLocal = (seconds) => {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const fromLocal = (text) => Math.floor(new Date(text).getTime() / 1000);

function picker(el, block, surface, at) {
  const kind = PICKERS[el.type];
  const moment = el.type === "datetimepicker";
  const before = surface.form.before(block.block_id, el.action_id, el.type);
  const start = before ? before[kind.key] : (el[kind.start] ?? null);
  let typing = false;
  const input = h("input", {
    type: kind.input,
    class: "field picker",
    "aria-labelledby": at.labelledby,
    "aria-describedby": at.describedby,
    "aria-label": at.labelledby ? null : (el.placeholder?.text ?? t("choose")),
    data: { focus: focusKey(block, el), action: el.action_id },
    prop: { value: start === null ? "" : moment ? toLocal(start) : start },
  });
  const read = () => ({
    type: el.type,
    [kind.key]: input.value ? (moment ? fromLocal(input.value) : input.value) : null,
  });
  let sent = JSON.stringify(read());
  const tell = () => {
    if (!at.dispatch || JSON.stringify(read()) === sent) return;
    sent = JSON.stringify(read());
    act(surface, block, el, read());
  };
  // A date typed key by key passes through dates nobody means (the year 0002): wait for the end.
  input.addEventListener("keydown", (event) => {
    typing = event.key !== "Enter";
    if (event.key === "Enter") tell();
  });
  input.addEventListener("pointerdown", () => {
    typing = false;
  });
  input.addEventListener("change", () => {
    if (!typing) tell();
  });
  input.addEventListener("blur", tell);
  surface.form.add(block.block_id, el.action_id, { read, focus: () => input.focus() });
  return input;
}

const SELECT = /^(multi_)?(static|external|users|channels|conversations)_select$/;
const TEXT = new Set([
  "plain_text_input",
  "number_input",
  "email_text_input",
  "url_text_input",
  "rich_text_input",
]);

/**
 * Any element as a node. `at`: `{labelledby?, describedby?, required, dispatch}`, where
 * `dispatch` says whether a change is told to the app at once.
 */
export function element(el, block, surface, at = { required: false, dispatch: true }) {
  if (SELECT.test(el.type)) return selectMenu(el, block, surface, at);
  if (TEXT.has(el.type)) return textInput(el, block, surface, at);
  if (el.type in PICKERS) return picker(el, block, surface, at);
  switch (el.type) {
    case "button":
    case "workflow_button":
      return button(el, block, surface);
    case "icon_button":
      return iconButton(el, block, surface);
    case "feedback_buttons":
      return feedbackButtons(el, block, surface);
    case "overflow":
      return overflow(el, block, surface);
    case "radio_buttons":
    case "checkboxes":
      return choices(el, block, surface, at);
    case "image":
      return image(el, "thumb");
    case "file_input":
      return h("p", { class: "note" }, t("no_files"));
    default:
      return h("p", { class: "note" }, t("block_unknown", { type: el.type }));
  }
}
