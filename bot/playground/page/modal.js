// The stack of modals that the app has opened: the last one is shown, the others keep their state.
import { api } from "./api.js";
import { blocks } from "./blocks.js";
import { frame } from "./dialog.js";
import { h, icon, replace, tabbable, uid } from "./dom.js";
import { t } from "./i18n.js";
import { locale, state } from "./state.js";
import { viewSurface } from "./surface.js";
import { report } from "./toast.js";

const open = new Map(); // view id -> Modal
let before = null; // what had the focus before the first modal opened
let refresh = async () => {};

class Modal {
  constructor(view) {
    this.id = view.id;
    this.title = uid("modal");
    this.dialog = frame({ class: "dialog modal", "aria-labelledby": this.title }, () =>
      this.close(),
    );
    this.form = h("form", {
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          this.submit();
        },
      },
    });
    this.dialog.append(this.form);
    document.getElementById("overlays").append(this.dialog);
  }

  draw(view, depth) {
    const signature = JSON.stringify([
      view.blocks,
      view.title,
      view.submit,
      view.close,
      depth,
      locale(),
    ]);
    if (signature !== this.signature) this.rebuild(view, depth);
    this.signature = signature;
    const errors = JSON.stringify(view.errors ?? null);
    if (errors !== this.errors) {
      this.errors = errors;
      this.show(view.errors ?? {});
    }
  }

  /** The app may change a view in place: what was filled in stays where the block stays. */
  rebuild(view, depth) {
    const focus = this.dialog.contains(document.activeElement)
      ? document.activeElement.dataset.focus
      : null;
    this.surface = viewSurface(view, this.surface?.form.values());
    this.alert = h("div", { class: "alert error", role: "alert", hidden: true });
    this.button = view.submit
      ? h("button", { type: "submit", class: "button primary" }, view.submit)
      : null;
    replace(
      this.form,
      h(
        "header",
        { class: "dialog-head" },
        depth > 0 ? icon("back") : null,
        h("h2", { id: this.title, class: "dialog-title" }, view.title),
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": depth > 0 ? t("back") : t("close"),
            on: { click: () => this.close() },
          },
          icon("close"),
        ),
      ),
      h(
        "div",
        { class: "dialog-body" },
        this.alert,
        h("div", { class: "blocks" }, blocks(view.blocks, this.surface)),
      ),
      h(
        "footer",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", on: { click: () => this.close() } },
          view.close ?? (view.submit ? t("cancel") : t("close")),
        ),
        this.button,
      ),
    );
    if (focus)
      [...this.form.querySelectorAll("[data-focus]")]
        .find((each) => each.dataset.focus === focus)
        ?.focus();
  }

  show(errors) {
    const loose = [];
    for (const node of this.form.querySelectorAll(".input-block")) this.mark(node, null);
    for (const [blockId, text] of Object.entries(errors)) {
      const node = [...this.form.querySelectorAll(".input-block")].find(
        (each) => each.dataset.input === blockId,
      );
      if (node) this.mark(node, text);
      else loose.push(text);
    }
    this.alert.hidden = loose.length === 0;
    replace(this.alert, icon("alert"), loose.join(" "));
    const first = this.form.querySelector(".input-block.wrong");
    if (first) this.surface.form.focus(first.dataset.input);
  }

  mark(node, text) {
    const line = node.querySelector(".field-error");
    node.classList.toggle("wrong", Boolean(text));
    line.hidden = !text;
    line.textContent = text ?? "";
    for (const field of node.querySelectorAll(".field, .choices")) {
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  async submit() {
    if (!this.button || this.button.getAttribute("aria-busy") === "true") return;
    this.button.setAttribute("aria-busy", "true");
    const answer = await api.submit({
      user: state.me,
      view_id: this.id,
      values: this.surface.form.values(),
    });
    this.button?.removeAttribute("aria-busy");
    if (answer.ok === false && answer.errors) {
      this.errors = JSON.stringify(answer.errors);
      this.show(answer.errors);
    } else if (answer.ok === false) report(answer);
    await refresh();
  }

  async close() {
    report(await api.close({ user: state.me, view_id: this.id }));
    await refresh();
  }

  reveal() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    const body = this.form.querySelector(".dialog-body");
    const first =
      tabbable(body).find((node) => node.matches("input, textarea, button, a")) ?? this.button;
    // A long text is read from its beginning: no focus that would scroll to its end.
    const far = first?.getBoundingClientRect().top > body.getBoundingClientRect().bottom;
    (first && (!far || !body.contains(first)) ? first : this.dialog).focus();
  }
}

/** Makes the dialogs match the stack in the view. */
export function drawModals(onChange) {
  refresh = onChange;
  const stack = state.view.modals;
  if (stack.length && open.size === 0) before = document.activeElement;
  for (const [id, modal] of open) {
    if (stack.some((view) => view.id === id)) continue;
    modal.dialog.close();
    modal.dialog.remove();
    open.delete(id);
  }
  stack.forEach((view, depth) => {
    if (!open.has(view.id)) open.set(view.id, new Modal(view));
    const modal = open.get(view.id);
    if (depth < stack.length - 1 && modal.dialog.open) modal.dialog.close();
    modal.draw(view, depth);
  });
  const top = stack.at(-1);
  if (top) open.get(top.id).reveal();
  else if (before) {
    const back =
      before.isConnected && before !== document.body
        ? before
        : document.querySelector("#main .composer textarea");
    before = null;
    back?.focus({ preventScroll: true });
  }
}
