// Builds the page from nodes and text only: no string ever becomes markup here.

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element. `props` may hold `class`, `data` (dataset), `on` (listeners), `prop` (properties)
 * and attributes; null, undefined and false leave an attribute out. Children: nodes, strings,
 * nested lists; null, undefined and false are passed over.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on")
      for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === "prop") Object.assign(node, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

export function replace(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** A line icon, 20 units square, drawn from path data of ours; hidden from assistive technology. */
export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5",
  menu: "M3 6h14M3 10h14M3 14h14",
  close: "M5 5l10 10M15 5 5 15",
  send: "M3.5 10h8M3.5 10 2.5 3.8l15 6.2-15 6.2z",
  clip: "M15.5 9.2 9.7 15a3.3 3.3 0 0 1-4.7-4.7l6.3-6.3a2.2 2.2 0 0 1 3.1 3.1l-6 6a1.1 1.1 0 0 1-1.6-1.6l5.3-5.3",
  thread:
    "M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 14H9l-4 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4z",
  edit: "M12.5 4.5l3 3M4 16l.8-3.6L13.6 3.6a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L7.6 15.2z",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4M11.5 9v4",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  chevron: "M6 8l4 4 4-4",
  back: "M12 5l-5 5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  spark: "M10 3l1.7 4.8L16.5 9.5l-4.8 1.7L10 16l-1.7-4.8L3.5 9.5l4.8-1.7zM16 3v3M14.5 4.5h3",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  check: "M4 10.5l4 4 8-9",
  alert: "M10 3.5 18 17H2zM10 8.5v4M10 14.6v.01",
  file: "M5 2.5h6.5L16 7v10.5H5zM11.5 2.5V7H16",
  image: "M3 4h14v12H3zM3 13l4-4 4 4 2.5-2.5L17 14M12.5 8h.01",
  calendar: "M3.5 5h13v12h-13zM3.5 8.5h13M7 3v3M13 3v3",
  swap: "M4 7h11l-3-3M16 13H5l3 3",
  bot: "M5 8h10v8H5zM10 8V4.5M8 12h.01M12 12h.01M10 4.5h.01M3 11v3M17 11v3",
  info: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9.2v4.3M10 6.6v.01",
};

const records = new WeakMap();

/**
 * Makes the children of `parent` match `items`, keeping every node whose signature did not
 * change, so that focus, typed text, open menus and the scroll position survive a new view.
 */
export function keyed(parent, items, keyOf, signatureOf, build) {
  const known = new Map();
  for (const child of [...parent.children]) {
    const record = records.get(child);
    if (record) known.set(record.key, child);
    else child.remove();
  }
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const signature = signatureOf(item);
    let node = known.get(key);
    known.delete(key);
    if (node && records.get(node).signature !== signature) {
      const fresh = build(item, node);
      const focus = focusKey(node);
      if (cursor === node) cursor = fresh;
      node.replaceWith(fresh);
      if (focus !== null) refocus(fresh, focus);
      node = fresh;
    } else if (!node) {
      node = build(item, null);
    }
    records.set(node, { key, signature });
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const node of known.values()) node.remove();
}

function focusKey(node) {
  const active = document.activeElement;
  if (!active || !node.contains(active)) return null;
  return active.closest("[data-focus]")?.dataset.focus ?? "";
}

function refocus(node, key) {
  const same =
    key && [...node.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === key);
  const target = same || (node.matches("[tabindex]") ? node : null);
  target?.focus({ preventScroll: true });
}

let counter = 0;
/** An id that no other element of this page has. */
export function uid(prefix = "n") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Everything inside `root` that Tab reaches, in order. */
export function tabbable(root) {
  const all = root.querySelectorAll(
    "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex]",
  );
  return [...all].filter((node) => node.tabIndex >= 0 && node.getClientRects().length > 0);
}
