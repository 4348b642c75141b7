// Pictures and files. Only what this server serves is loaded: everything else stays a link.
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { link } from "./mrkdwn.js";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The address on this server, or null where it lies elsewhere. */
export function local(url) {
  try {
    const full = new URL(url, location.href);
    if (full.protocol === "data:") return full.pathname.startsWith("image/") ? full.href : null;
    const same = full.origin === location.origin;
    const twin =
      LOOPBACK.test(full.hostname) &&
      LOOPBACK.test(location.hostname) &&
      full.port === location.port;
    return same || twin ? full.pathname + full.search : null;
  } catch {
    return null;
  }
}

function stand(text, url) {
  return h(
    "span",
    { class: "image-away" },
    icon("image"),
    h("span", {}, text),
    url ? h("span", { class: "note" }, link(url, t("link_elsewhere"))) : null,
  );
}

/** An image block, image element or file: `{image_url | slack_file, alt_text}`. */
export function image(el, kind = "picture") {
  const url =
    el.image_url ??
    el.slack_file?.url ??
    (el.slack_file?.id ? `/files/${encodeURIComponent(el.slack_file.id)}` : "");
  const here = local(url);
  const alt = el.alt_text ?? "";
  if (!here) {
    let host = "";
    try {
      host = new URL(url).host;
    } catch {
      host = "?";
    }
    if (kind !== "picture")
      return h(
        "span",
        {
          class: `image-away ${kind}`,
          role: "img",
          "aria-label": alt,
          title: t("image_elsewhere", { host }),
        },
        icon("image"),
      );
    return h(
      "div",
      { class: "image-box" },
      h("p", {}, alt),
      stand(t("image_elsewhere", { host }), url),
    );
  }
  const picture = h("img", { src: here, alt, class: kind, loading: "eager", decoding: "async" });
  picture.addEventListener(
    "error",
    () => picture.replaceWith(stand(`${alt}${alt ? ": " : ""}${t("image_missing")}`, null)),
    { once: true },
  );
  if (kind !== "picture") return picture;
  return h(
    "a",
    {
      href: here,
      target: "_blank",
      rel: "noopener noreferrer",
      class: "picture-link",
      title: t("link_elsewhere"),
    },
    picture,
  );
}

/** A file of a message: pictures are shown, others are offered to open. */
export function file(each) {
  const name = each.title || each.name;
  if (each.mimetype?.startsWith("image/") && local(each.url)) {
    return h(
      "figure",
      { class: "file-picture" },
      h("figcaption", {}, name),
      image({ image_url: each.url, alt_text: each.alt_text || name }),
    );
  }
  const here = local(each.url);
  const body = [
    icon("file"),
    h("span", { class: "file-name" }, name),
    h("span", { class: "note" }, each.mimetype),
  ];
  if (!here) return h("div", { class: "file" }, body);
  return h(
    "a",
    {
      class: "file",
      href: here,
      target: "_blank",
      rel: "noopener noreferrer",
      "aria-label": t("download", { name }),
    },
    body,
  );
}
