// Modal dialogs: the frame that modals and confirmations share, with a focus trap.
import { h, tabbable, uid } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { t } from "./i18n.js";

/**
 * A native dialog in the top layer, closed. Escape calls `onEscape` (the browser's own closing
 * is held back: the app decides), Tab stays inside.
 */
export function frame(props, onEscape) {
  const dialog = h("dialog", props);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      onEscape();
    }
    if (event.key !== "Tab") return;
    const stops = tabbable(dialog);
    const first = stops[0];
    const last = stops.at(-1);
    const active = document.activeElement;
    if (event.shiftKey && (active === first || active === dialog)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && active === last) {
      event.preventDefault();
      first?.focus();
    }
  });
  return dialog;
}

const line = (object) => (typeof object === "string" ? object : plain(object));

/**
 * Asks before something happens. Takes Slack's confirm object (texts as objects or strings)
 * and gives true or false.
 */
export function confirm({ title, text, confirm: yes, deny, style }, names) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const name = uid("confirm");
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(answer);
    };
    const dialog = frame(
      { class: "dialog confirm", role: "alertdialog", "aria-labelledby": name },
      () => finish(false),
    );
    const body =
      typeof text === "string" ? h("p", {}, text) : text ? textObject(text, names) : null;
    const accept = h(
      "button",
      {
        type: "button",
        class: style === "danger" ? "button danger" : "button primary",
        on: { click: () => finish(true) },
      },
      line(yes),
    );
    dialog.append(
      h("h2", { id: name, class: "dialog-title" }, line(title)),
      h("div", { class: "dialog-body" }, body),
      h(
        "div",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", on: { click: () => finish(false) } },
          line(deny ?? t("cancel")),
        ),
        accept,
      ),
    );
    document.getElementById("overlays").append(dialog);
    dialog.showModal();
    accept.focus();
  });
}
