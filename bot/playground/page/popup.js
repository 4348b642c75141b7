// Things that float over the page in the top layer: lists of options and menus.
import { h } from "./dom.js";

const GAP = 4;
const MARGIN = 8;

function place(popup, anchor, align) {
  const box = anchor.getBoundingClientRect();
  popup.style.minWidth = `${Math.min(box.width, innerWidth - 2 * MARGIN)}px`;
  const below = innerHeight - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const wanted = Math.min(popup.scrollHeight + 2, 320);
  const up = below < wanted && above > below;
  popup.style.maxHeight = `${Math.max(80, Math.min(320, up ? above : below))}px`;
  const width = popup.offsetWidth;
  const left = align === "end" ? box.right - width : box.left;
  popup.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
  popup.style.top = up
    ? `${box.top - GAP - Math.min(popup.offsetHeight, wanted)}px`
    : `${box.bottom + GAP}px`;
}

/**
 * Shows `popup` (an element with the popover attribute, inside the document) beside `anchor`
 * until the returned function is called or something outside is pressed.
 */
export function float(popup, anchor, onClose, align = "start") {
  const settle = () => popup.isConnected && place(popup, anchor, align);
  const outside = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const scrolled = (event) => {
    if (!popup.contains(event.target)) settle();
  };
  let open = true;
  function close() {
    if (!open) return;
    open = false;
    removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", settle);
    removeEventListener("scroll", scrolled, true);
    if (popup.isConnected) popup.hidePopover();
    onClose();
  }
  popup.showPopover();
  settle();
  addEventListener("pointerdown", outside, true);
  addEventListener("resize", settle);
  addEventListener("scroll", scrolled, true);
  return { close, settle };
}

/**
 * A menu under `anchor`. Items: `{label: node|string, note?, danger?, checked?, onPick}`; with
 * `checked` given the items are radio items. Arrows move, Enter picks, Escape and Tab close.
 */
export function menu(anchor, label, items, align = "end") {
  const radio = items.some((item) => item.checked !== undefined);
  const popup = h("div", {
    class: "popup menu",
    role: "menu",
    popover: "manual",
    "aria-label": label,
  });
  const rows = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: radio ? "menuitemradio" : "menuitem",
        tabindex: "-1",
        class: item.danger ? "menu-item danger" : "menu-item",
        "aria-checked": radio ? String(Boolean(item.checked)) : null,
        on: {
          click: () => {
            shut(true);
            item.onPick();
          },
        },
      },
      h("span", { class: "menu-label" }, item.label),
      item.note ? h("span", { class: "note" }, item.note) : null,
    ),
  );
  popup.append(...rows);
  anchor.after(popup);
  anchor.setAttribute("aria-expanded", "true");
  const floating = float(
    popup,
    anchor,
    () => {
      anchor.setAttribute("aria-expanded", "false");
      popup.remove();
    },
    align,
  );
  function shut(back) {
    floating.close();
    if (back) anchor.focus();
  }
  popup.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    if (event.key in moves) {
      event.preventDefault();
      rows[(moves[event.key] + rows.length) % rows.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      shut(true);
    } else if (event.key === "Tab") shut(true);
  });
  (rows[items.findIndex((item) => item.checked)] ?? rows[0])?.focus();
}

/** A button that opens a menu; `items` is asked for on every opening. */
export function menuButton(props, children, label, items, align = "end") {
  const button = h(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...props },
    children,
  );
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return;
    menu(button, label, items(), align);
  });
  return button;
}
