// The markdown block: the common part of standard Markdown, as nodes.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { t } from "./i18n.js";
import { link } from "./mrkdwn.js";

const INLINE =
  /\\([\\`*_{}[\]()#+.!~>|-])|`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>]+)|\*\*(?=\S)([^\n]*?\S)\*\*|__(?=\S)([^\n]*?\S)__(?!\w)|~~(?=\S)([^\n]*?\S)~~|\*(?=[^\s*])([^*\n]*?[^\s*])\*(?!\*)|(?<!\w)_(?=[^\s_])([^_\n]*?[^\s_])_(?!\w)|:([a-z0-9_+-]+):|\n/gi;

/** Deeper nesting than this is shown as it was written. */
const DEEPEST = 4;

function inline(text, depth = 0) {
  if (depth > DEEPEST) return [text];
  const out = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, escaped, code, label, url, bare, b1, b2, strike, i1, i2, name] = found;
    if (found.index > last) out.push(text.slice(last, found.index));
    last = found.index + whole.length;
    if (escaped !== undefined) out.push(escaped);
    else if (code !== undefined) out.push(h("code", {}, code));
    else if (url !== undefined) out.push(link(url, inline(label || url, depth + 1)));
    else if (bare !== undefined) out.push(link(bare, bare));
    else if (b1 ?? b2) out.push(h("strong", {}, inline(b1 ?? b2, depth + 1)));
    else if (strike) out.push(h("s", {}, inline(strike, depth + 1)));
    else if (i1 ?? i2) out.push(h("em", {}, inline(i1 ?? i2, depth + 1)));
    else if (name !== undefined) out.push(emoji(name) ?? whole);
    else out.push(h("br"));
  }
  out.push(text.slice(last));
  return out;
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const HEAD = /^ {0,3}(#{1,6}) +(.*?) *#*$/;
const FENCE = /^ {0,3}(```|~~~)/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)]) +(?:\[([ xX])\] +)?(.*)$/;
const ALIGN = /^\|?[ :|-]*-[ :|-]*\|?$/;

function table(rows) {
  const aligns = cells(rows[1]).map((cell) =>
    cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : "left",
  );
  const row = (text, tag) =>
    h(
      "tr",
      {},
      cells(text).map((cell, i) =>
        h(
          tag,
          { class: `align-${aligns[i] ?? "left"}`, scope: tag === "th" ? "col" : null },
          inline(cell),
        ),
      ),
    );
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("table") },
    h(
      "table",
      {},
      h("thead", {}, row(rows[0], "th")),
      h(
        "tbody",
        {},
        rows.slice(2).map((text) => row(text, "td")),
      ),
    ),
  );
}

/** The whole text as one element. */
export function markdown(text) {
  const root = h("div", { class: "mrkdwn markdown" });
  const rows = String(text ?? "")
    .replaceAll("\r", "")
    .split("\n");
  let i = 0;
  const take = (test) => {
    const start = i;
    while (i < rows.length && test(rows[i])) i += 1;
    return rows.slice(start, i);
  };
  while (i < rows.length) {
    const row = rows[i];
    const fence = FENCE.exec(row)?.[1];
    if (fence) {
      i += 1;
      const body = take((each) => !each.trim().startsWith(fence));
      i += 1;
      root.append(h("pre", {}, h("code", {}, body.join("\n"))));
    } else if (HEAD.test(row)) {
      const [, marks, title] = HEAD.exec(row);
      root.append(
        h(
          "p",
          {
            class: `heading h${marks.length}`,
            role: "heading",
            "aria-level": Math.min(marks.length + 2, 6),
          },
          inline(title),
        ),
      );
      i += 1;
    } else if (RULE.test(row)) {
      root.append(h("hr"));
      i += 1;
    } else if (row.startsWith(">")) {
      root.append(
        h(
          "blockquote",
          {},
          inline(
            take((each) => each.startsWith(">"))
              .map((each) => each.replace(/^> ?/, ""))
              .join("\n"),
          ),
        ),
      );
    } else if (
      row.includes("|") &&
      ALIGN.test(rows[i + 1] ?? "") &&
      (rows[i + 1] ?? "").includes("-")
    ) {
      root.append(table(take((each) => each.includes("|"))));
    } else if (ITEM.test(row)) {
      const ordered = /^ *\d/.test(row);
      const list = h(ordered ? "ol" : "ul", {
        class: "rich-list",
        start: ordered ? parseInt(row, 10) : null,
      });
      for (const each of take((text) => ITEM.test(text) && /^ *\d/.test(text) === ordered)) {
        const [, indent, , box, body] = ITEM.exec(each);
        const depth = Math.min(Math.floor(indent.length / 2), 4);
        list.append(
          h("li", { data: { depth } }, box ? (box === " " ? "☐ " : "☑ ") : null, inline(body)),
        );
      }
      root.append(list);
    } else if (!row.trim()) {
      i += 1;
    } else {
      const body = [rows[i]];
      i += 1;
      body.push(
        ...take(
          (each) =>
            each.trim() &&
            !ITEM.test(each) &&
            !HEAD.test(each) &&
            !FENCE.test(each) &&
            !each.startsWith(">") &&
            !RULE.test(each),
        ),
      );
      root.append(h("p", {}, inline(body.join("\n"))));
    }
  }
  return root;
}
