// Block Kit's layout blocks as nodes: a table from type to builder, and one way in.
import { h, icon, uid } from "./dom.js";
import { element } from "./elements.js";
import { t } from "./i18n.js";
import { image } from "./images.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const FOLD = 700; // characters of a section shown before "Show more", as chat apps do

function section(block, surface) {
  const { names } = surface;
  const text = block.text ? textObject(block.text, names) : null;
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "fields" },
        block.fields.map((each) => h("div", { class: "field-cell" }, textObject(each, names))),
      )
    : null;
  const body = h("div", { class: "section-body" }, text, fields);
  if (text && (block.text.text?.length ?? 0) > FOLD && !block.expand && surface.kind === "message")
    fold(text, body);
  if (!block.accessory) return body;
  const side = block.accessory.type === "image" ? "accessory media" : "accessory";
  return h(
    "div",
    { class: "section-split" },
    body,
    h("div", { class: side }, element(block.accessory, block, surface)),
  );
}

function fold(text, body) {
  text.classList.add("folded");
  const more = h(
    "button",
    {
      type: "button",
      class: "text-button",
      on: {
        click: () => {
          text.classList.remove("folded");
          more.remove();
          text.tabIndex = -1;
          text.focus();
        },
      },
    },
    t("show_more"),
  );
  body.insertBefore(more, text.nextSibling);
}

function context(block, surface) {
  return h(
    "div",
    { class: "context" },
    (block.elements ?? []).map((each) =>
      each.type === "image" ? image(each, "context-image") : textObject(each, surface.names),
    ),
  );
}

function input(block, surface) {
  const el = block.element ?? {};
  const label = uid("label");
  const hint = block.hint ? uid("hint") : null;
  const error = uid("error");
  const at = {
    labelledby: label,
    describedby: [hint, error].filter(Boolean).join(" "),
    required: !block.optional,
    dispatch: block.dispatch_action === true,
  };
  const node = element(el, block, surface, at);
  const target = node.matches(".field, .choices") ? node : (node.querySelector(".field") ?? node);
  return h(
    "div",
    { class: "input-block", data: { input: block.block_id } },
    h(
      "label",
      { id: label, class: "label", on: { click: () => surface.form.focus(block.block_id) } },
      plain(block.label),
      block.optional ? h("span", { class: "note" }, ` (${t("optional")})`) : null,
    ),
    node,
    hint ? h("div", { id: hint, class: "note" }, plain(block.hint)) : null,
    h("div", {
      id: error,
      class: "field-error",
      hidden: true,
      data: { errorFor: target.id || "" },
    }),
  );
}

function cell(each, surface) {
  if (!each) return "";
  if (each.type === "rich_text") return richText(each, surface.names);
  if (each.type === "raw_number") return each.text ?? String(each.value ?? "");
  return each.type === "mrkdwn" ? textObject(each, surface.names) : plain(each);
}

function table(block, surface) {
  const align = (i) => `align-${block.column_settings?.[i]?.align ?? "left"}`;
  const [head, ...rows] = block.rows ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      (cells ?? []).map((each, i) =>
        h(tag, { class: align(i), scope: tag === "th" ? "col" : null }, cell(each, surface)),
      ),
    );
  const name =
    typeof block.caption === "string" ? block.caption : (block.caption?.text ?? t("table"));
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": name },
    h(
      "table",
      {},
      block.caption ? h("caption", {}, name) : null,
      h("thead", {}, head ? row(head, "th") : null),
      h(
        "tbody",
        {},
        rows.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

const LEVELS = { info: "info", warning: "alert", error: "alert", success: "check" };

function alert(block, surface) {
  const level = block.level in LEVELS ? block.level : "default";
  const label =
    level === "default" ? null : h("span", { class: "sr" }, `${t(`level_${level}`)}\u00a0: `);
  return h(
    "div",
    { class: `alert ${level}`, role: "note" },
    icon(LEVELS[level] ?? "info"),
    h("div", {}, label, textObject(block.text, surface.names)),
  );
}

function card(block, surface) {
  const { names } = surface;
  return h(
    "div",
    { class: "card" },
    block.hero_image ? image(block.hero_image, "hero") : null,
    h(
      "div",
      { class: "card-head" },
      block.icon ? image(block.icon, "context-image") : null,
      h(
        "div",
        {},
        block.title ? h("div", { class: "card-title" }, textObject(block.title, names)) : null,
        block.subtitle ? h("div", { class: "note" }, textObject(block.subtitle, names)) : null,
      ),
    ),
    block.body ? textObject(block.body, names) : null,
    block.actions?.length
      ? h(
          "div",
          { class: "actions" },
          block.actions.map((el) => element(el, block, surface)),
        )
      : null,
  );
}

function container(block, surface) {
  const title = block.rich_text_title
    ? richText(block.rich_text_title, surface.names)
    : h("div", { class: "plain" }, plain(block.title));
  const head = [
    title,
    block.subtitle ? h("div", { class: "note" }, textObject(block.subtitle, surface.names)) : null,
  ];
  const children = h("div", { class: "container-body" }, blocks(block.child_blocks, surface));
  if (!block.is_collapsible)
    return h("div", { class: "container" }, h("div", { class: "container-head" }, head), children);
  return h(
    "details",
    { class: "container", open: !block.default_collapsed },
    h("summary", { class: "container-head" }, head),
    children,
  );
}

function task(block, surface) {
  const status = ["pending", "in_progress", "complete", "error"].includes(block.status)
    ? block.status
    : "pending";
  return h(
    "div",
    { class: `task ${status}` },
    h(
      "div",
      { class: "task-head" },
      h("span", { class: "task-dot" }),
      h("strong", {}, block.title),
      h("span", { class: "note" }, t(`task_${status}`)),
    ),
    block.details ? richText(block.details, surface.names) : null,
    block.output ? richText(block.output, surface.names) : null,
  );
}

function picture(block) {
  return h(
    "figure",
    { class: "image-block" },
    block.title ? h("figcaption", {}, plain(block.title)) : null,
    image(block),
  );
}

const actions = (block, surface) =>
  h(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((el) => element(el, block, surface)),
  );

const BUILDERS = {
  section,
  context,
  input,
  table,
  alert,
  card,
  container,
  actions,
  data_table: table,
  context_actions: actions,
  image: picture,
  task_card: task,
  divider: () => h("hr"),
  header: (block) =>
    h("div", { class: "header", role: "heading", "aria-level": "3" }, plain(block.text)),
  rich_text: (block, surface) => richText(block, surface.names),
  markdown: (block) => markdown(block.text),
  plan: (block, surface) =>
    h(
      "div",
      { class: "plan" },
      h("strong", {}, plain(block.title)),
      (block.tasks ?? []).map((each) => task(each, surface)),
    ),
  carousel: (block, surface) =>
    h(
      "div",
      { class: "carousel", tabindex: "0" },
      (block.elements ?? []).map((each) => card(each, surface)),
    ),
};

/**
 * Blocks as nodes. `surface`: `{kind, form, names, act(body), options(body)}`; see surface.js.
 * A type this page does not know is named, never dropped in silence.
 */
export function blocks(list, surface) {
  return (list ?? []).map((block, index) => {
    const named = block.block_id ? block : { ...block, block_id: `block-${index}` };
    const build = BUILDERS[block.type];
    const body = build
      ? build(named, surface)
      : h("p", { class: "note" }, t("block_unknown", { type: String(block.type) }));
    return h(
      "div",
      { class: `block block-${build ? block.type : "unknown"}`, data: { block: named.block_id } },
      body,
    );
  });
}
