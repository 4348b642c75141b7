// Short notices at the edge of the page, read out by assistive technology.
import { h, icon } from "./dom.js";
import { lang, locale } from "./state.js";
import { t, words } from "./i18n.js";

const SHOWN = 8000; // milliseconds

export function toast(text, kind = "error") {
  const box = document.getElementById("toasts");
  const same = [...box.children].find((each) => each.dataset.text === text);
  same?.remove();
  const node = h(
    "div",
    { class: `toast ${kind}`, lang: locale(), data: { text } },
    icon(kind === "error" ? "alert" : "info"),
    h("span", {}, text),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": t("close"),
        on: { click: () => node.remove() },
      },
      icon("close"),
    ),
  );
  box.append(node);
  setTimeout(() => node.remove(), SHOWN);
}

/** The server's own sentence for a refusal, else ours for its code. */
export function reason(answer) {
  if (answer.message?.[lang()]) return answer.message[lang()];
  return answer.error in words ? t(answer.error) : t("failed", { code: answer.error ?? "?" });
}

/** Shows why a call was refused, if it was; gives the answer back. */
export function report(answer) {
  if (answer.ok === false) toast(reason(answer));
  return answer;
}
