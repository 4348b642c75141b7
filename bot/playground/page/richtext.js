// The rich_text block: sections, lists, quotes and preformatted text made of typed pieces.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelLink, dateNode, link, mention } from "./mrkdwn.js";

const STYLES = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

function styled(node, style) {
  return STYLES.reduce((inner, [flag, tag]) => (style?.[flag] ? h(tag, {}, inner) : inner), node);
}

/** A text piece keeps its line breaks. */
function textNodes(text) {
  return String(text ?? "")
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function piece(item, names) {
  switch (item.type) {
    case "text":
      return styled(h("span", {}, textNodes(item.text)), item.style);
    case "link":
      return styled(link(item.url ?? "", item.text || item.url), item.style);
    case "emoji":
      return emoji(item.name ?? "") ?? `:${item.name}:`;
    case "user":
      return mention(item.user_id, names);
    case "usergroup":
      return h("span", { class: "mention" }, `@${item.usergroup_id}`);
    case "channel":
      return channelLink(item.channel_id, "", names);
    case "broadcast":
      return broadcast(item.range);
    case "date":
      return dateNode(String(item.timestamp), item.format ?? "{date}", item.url, item.fallback);
    case "color":
      return h("code", {}, item.value ?? "");
    default:
      return String(item.text ?? "");
  }
}

const pieces = (element, names) => (element.elements ?? []).map((item) => piece(item, names));

function element(item, names) {
  switch (item.type) {
    case "rich_text_list": {
      const tag = item.style === "ordered" ? "ol" : "ul";
      const start = tag === "ol" && item.offset ? item.offset + 1 : null;
      const depth = Math.min(item.indent ?? 0, 4);
      return h(
        tag,
        { start, class: "rich-list", data: { depth } },
        (item.elements ?? []).map((each) => h("li", {}, pieces(each, names))),
      );
    }
    case "rich_text_preformatted":
      return h("pre", {}, h("code", {}, pieces(item, names)));
    case "rich_text_quote":
      return h("blockquote", {}, pieces(item, names));
    default:
      return h("div", { class: "line" }, pieces(item, names));
  }
}

export function richText(block, names) {
  return h(
    "div",
    { class: "mrkdwn rich" },
    (block.elements ?? []).map((item) => element(item, names)),
  );
}
