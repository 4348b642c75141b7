// Slack's mrkdwn to nodes. Two steps: lines to blocks (quotes, lists, pre), then inline marks.
// Text only ever enters the page as text nodes.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate, t } from "./i18n.js";

/** Slack escapes exactly these three; anything else stays as it was written. */
export const unescape = (text) =>
  text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);

const SAFE = /^(https?:|mailto:)/i;

/** A link that opens elsewhere; an address with another scheme stays text. */
export function link(url, children) {
  if (!SAFE.test(url)) return h("span", {}, children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, children);
}

export function mention(id, names) {
  const name = names.user(id);
  const mine = names.me === id;
  return h("span", { class: mine ? "mention mine" : "mention" }, `@${name ?? id}`);
}

export function channelLink(id, label, names) {
  const name = names.channel(id);
  if (!name) return h("span", { class: "mention" }, `#${label || id}`);
  return h(
    "button",
    { type: "button", class: "mention", on: { click: () => names.open(id) } },
    `#${name}`,
  );
}

export function broadcast(range) {
  const word = { here: t("here"), channel: t("channel_word"), everyone: t("everyone") }[range];
  return h("span", { class: "mention" }, `@${word ?? range}`);
}

export function dateNode(seconds, template, url, fallback) {
  const text = slackDate(seconds, template) ?? fallback ?? "";
  return url ? link(url, text) : h("time", {}, text);
}

function special(body, names) {
  const bar = body.indexOf("|");
  const head = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : body.slice(bar + 1);
  if (head.startsWith("@")) return mention(head.slice(1), names);
  if (head.startsWith("#")) return channelLink(head.slice(1), unescape(label), names);
  if (head.startsWith("!date^")) {
    const [, seconds, template = "", url] = head.split("^");
    return dateNode(seconds, unescape(template), url && unescape(url), unescape(label));
  }
  if (head.startsWith("!subteam^"))
    return h("span", { class: "mention" }, unescape(label) || `@${head.split("^")[1]}`);
  if (head.startsWith("!")) return broadcast(head.slice(1));
  const url = unescape(head);
  if (!SAFE.test(url)) return document.createTextNode(unescape(`<${body}>`));
  return link(url, label ? unescape(label) : url.replace(/^mailto:/i, ""));
}

const TOKEN =
  /<([^<>\n]+)>|`([^`\n]+)`|(https?:\/\/[^\s<>|`]+)|:([a-z0-9_+'-]+(?:::skin-tone-\d)?):|([*_~])|(\n)|[^<`:*_~\nh]+|[^]/giu;

function tokens(text) {
  const list = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [whole, body, code, url, name, mark, line] = found;
    const token = { at: found.index, end: found.index + whole.length, text: whole };
    if (body !== undefined) Object.assign(token, { kind: "special", body });
    else if (code !== undefined) Object.assign(token, { kind: "code", code });
    else if (url !== undefined) {
      const clean = url.replace(/(?:[.,;:!?)\]}*_~'"]|&gt;)+$/, "");
      Object.assign(token, { kind: "url", text: clean, end: found.index + clean.length });
      TOKEN.lastIndex = token.end;
    } else if (name !== undefined) {
      const node = emoji(name);
      if (node) Object.assign(token, { kind: "emoji", node });
      else {
        // Only the colon is read: the next one may open a name that is known.
        Object.assign(token, { kind: "text", text: ":", end: found.index + 1 });
        TOKEN.lastIndex = token.end;
      }
    } else if (mark !== undefined) Object.assign(token, { kind: "mark", mark });
    else if (line !== undefined) token.kind = "line";
    else token.kind = "text";
    list.push(token);
  }
  return list;
}

const WORD = /[\p{L}\p{N}]/u;
const TAGS = { "*": "strong", _: "em", "~": "s" };

function opens(text, token) {
  const before = text[token.at - 1];
  const after = text[token.end];
  const free = before === undefined || !WORD.test(before);
  return free && after !== undefined && !/\s/.test(after) && after !== token.mark;
}

function closes(text, token) {
  const before = text[token.at - 1];
  const after = text[token.end];
  const free = after === undefined || !WORD.test(after);
  return free && before !== undefined && !/\s/.test(before) && before !== token.mark;
}

/** Nodes of one stretch of tokens. A mark without a partner on its line stays a character. */
function build(text, list, from, to, names) {
  const out = [];
  const hopeless = {}; // mark -> index up to which no partner exists, so that work stays linear
  for (let i = from; i < to; i += 1) {
    const token = list[i];
    if (token.kind === "special") out.push(special(token.body, names));
    else if (token.kind === "code") out.push(h("code", {}, unescape(token.code)));
    else if (token.kind === "url") out.push(link(unescape(token.text), unescape(token.text)));
    else if (token.kind === "emoji") out.push(token.node);
    else if (token.kind === "line") out.push(h("br"));
    else if (token.kind === "mark" && opens(text, token) && i >= (hopeless[token.mark] ?? 0)) {
      let j = i + 1;
      while (j < to && list[j].kind !== "line") {
        if (list[j].mark === token.mark && j > i + 1 && closes(text, list[j])) break;
        j += 1;
      }
      if (j < to && list[j].kind !== "line") {
        out.push(h(TAGS[token.mark], {}, build(text, list, i + 1, j, names)));
        i = j;
      } else {
        hopeless[token.mark] = j;
        out.push(token.mark);
      }
    } else out.push(unescape(token.text));
  }
  return out;
}

/** Inline mrkdwn as a list of nodes. */
export function inline(text, names) {
  const list = tokens(text);
  return build(text, list, 0, list.length, names);
}

const QUOTE = /^(?:&gt;|>) ?/;
const ITEM = /^( *)([•◦▪‣-]|\d{1,3}[.)]) +(.*)$/;

/** Quotes do not nest in Slack, so a quote's own lines are read with `quoted`. */
function lines(text, names, quoted = false) {
  const out = [];
  const rows = text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) out.push(h("div", { class: "line" }, inline(plain.join("\n"), names)));
    plain = [];
  };
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (!quoted && /^(?:&gt;|>){3}/.test(row)) {
      flush();
      const rest = [row.replace(/^(?:&gt;|>){3} ?/, ""), ...rows.slice(i + 1)].join("\n");
      out.push(h("blockquote", {}, lines(rest, names, true)));
      return out;
    }
    if (!quoted && QUOTE.test(row)) {
      flush();
      const inner = [];
      for (; i < rows.length && QUOTE.test(rows[i]); i += 1) inner.push(rows[i].replace(QUOTE, ""));
      i -= 1;
      out.push(h("blockquote", {}, lines(inner.join("\n"), names, true)));
    } else if (ITEM.test(row)) {
      flush();
      const list = h("ul", { class: "marked" });
      for (; i < rows.length && ITEM.test(rows[i]); i += 1) {
        const [, indent, marker, body] = ITEM.exec(rows[i]);
        const depth = Math.min(Math.floor(indent.length / 2), 4);
        const item = h("li", { data: { depth } }, h("span", { class: "marker" }, `${marker} `));
        item.append(h("span", {}, inline(body, names)));
        list.append(item);
      }
      i -= 1;
      out.push(list);
    } else plain.push(row);
  }
  flush();
  return out;
}

/**
 * A whole mrkdwn text as one element. `names` answers what the text refers to:
 * `{me, user(id), channel(id), open(channelId)}`.
 */
export function mrkdwn(text, names) {
  const root = h("div", { class: "mrkdwn" });
  const pieces = String(text ?? "").split(/```\n?([^]*?)\n?```/);
  pieces.forEach((piece, index) => {
    if (index % 2) root.append(h("pre", {}, h("code", {}, unescape(piece))));
    else {
      const trimmed = piece
        .replace(index ? /^\n/ : /^$/, "")
        .replace(index < pieces.length - 1 ? /\n$/ : /$^/, "");
      if (trimmed || pieces.length === 1) root.append(...lines(trimmed, names));
    }
  });
  return root;
}

/** A plain_text object: emoji names are drawn unless `emoji` is false, nothing else is. */
export function plain(object) {
  const text = typeof object === "string" ? object : (object?.text ?? "");
  if (object?.emoji === false) return [text];
  return text.split(/(:[a-z0-9_+'-]+:)/).map((part) => {
    const name = /^:(.+):$/.exec(part)?.[1];
    return (name && emoji(name)) || part;
  });
}

/** Any text object of Block Kit: mrkdwn or plain_text. */
export function textObject(object, names) {
  if (object?.type === "mrkdwn") return mrkdwn(object.text, names);
  return h("div", { class: "plain" }, plain(object));
}

/** A message's stored text as its author typed it, for editing. */
export function typed(text, names) {
  const raw = text.replace(/<([^<>]+)>/g, (_, body) => {
    const [head, label] = body.split("|");
    if (head.startsWith("@")) return `@${names.handle(head.slice(1)) ?? head.slice(1)}`;
    if (head.startsWith("#")) return `#${names.channel(head.slice(1)) ?? label ?? head.slice(1)}`;
    if (head.startsWith("!")) return `@${head.slice(1).split("^")[0]}`;
    return head.replace(/^mailto:/, "");
  });
  return unescape(raw);
}
