// Files for the next message: the button that chooses them, and the list of what is chosen.
import { api } from "./api.js";
import { h, icon, replace } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./state.js";
import { report } from "./toast.js";

/** `onChange()` is called when files come or go. Gives `{button, list, count(), take(), give()}`. */
export function attachments(onChange) {
  let chosen = []; // {id, name}
  const input = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    on: { change: choose },
  });
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("attach"),
      title: t("attach"),
      on: { click: () => input.click() },
    },
    icon("clip"),
  );
  const list = h("div", { class: "attached", hidden: true });

  function draw() {
    list.hidden = chosen.length === 0;
    replace(
      list,
      chosen.map((each) =>
        h(
          "span",
          { class: "chip" },
          h("span", { class: "attached-name" }, each.name),
          h(
            "button",
            {
              type: "button",
              class: "chip-remove",
              "aria-label": t("remove", { name: each.name }),
              on: { click: () => give(chosen.filter((other) => other !== each)) },
            },
            icon("close"),
          ),
        ),
      ),
    );
    onChange();
  }

  async function choose() {
    const files = [...input.files];
    input.value = "";
    for (const file of files) {
      const answer = report(await api.upload(state.me, file));
      if (answer.ok !== false) chosen = [...chosen, { id: answer.file, name: file.name }];
    }
    draw();
  }

  function give(files) {
    chosen = files;
    draw();
  }

  return {
    button: [input, button],
    list,
    count: () => chosen.length,
    /** What is chosen, which is then no longer. */
    take() {
      const taken = chosen;
      give([]);
      return taken;
    },
    give,
  };
}
