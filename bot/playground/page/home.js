// The app's Home tab.
import { blocks } from "./blocks.js";
import { h, icon, replace } from "./dom.js";
import { t } from "./i18n.js";
import { locale, state } from "./state.js";
import { viewSurface } from "./surface.js";

export class Home {
  constructor() {
    this.node = h("section", { class: "home scroll", tabindex: "-1", id: "home" });
  }

  render() {
    const view = state.view.home;
    const signature = JSON.stringify([view?.id, view?.blocks, state.me, locale()]);
    if (signature === this.signature) return;
    const kept = this.surface && view?.id === this.viewId ? this.surface.form.values() : undefined;
    const focus = this.node.contains(document.activeElement)
      ? document.activeElement.dataset.focus
      : null;
    this.signature = signature;
    this.viewId = view?.id;
    if (!view) {
      this.surface = null;
      replace(
        this.node,
        h(
          "div",
          { class: "empty" },
          icon("bot"),
          h("p", {}, t("home_empty", { name: state.world.bot.name })),
        ),
      );
      return;
    }
    this.surface = viewSurface({ ...view, type: "home" }, kept);
    replace(
      this.node,
      h("div", { class: "blocks home-blocks" }, blocks(view.blocks, this.surface)),
    );
    if (focus)
      [...this.node.querySelectorAll("[data-focus]")]
        .find((each) => each.dataset.focus === focus)
        ?.focus();
  }
}
