// Text inputs of forms. What may be sent is checked by the server, as Slack does before the app.
import { act } from "./act.js";
import { h } from "./dom.js";

const TYPES = {
  number_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  plain_text_input: "text",
};

/** A rich text value of one paragraph a line: the page offers no buttons for styles. */
const rich = (text) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
const flat = (value) =>
  (value?.elements ?? [])
    .map((part) => (part.elements ?? []).map((each) => each.text ?? "").join(""))
    .join("\n");

export function textInput(el, block, surface, at) {
  const isRich = el.type === "rich_text_input";
  const tall = isRich || el.multiline === true;
  const before = surface.form.before(block.block_id, el.action_id, el.type);
  const start = before
    ? isRich
      ? flat(before.rich_text_value)
      : before.value
    : isRich
      ? flat(el.initial_value)
      : el.initial_value;
  const input = h(tall ? "textarea" : "input", {
    class: "field",
    type: tall ? null : TYPES[el.type],
    rows: tall ? "4" : null,
    inputmode: el.type === "number_input" ? "decimal" : null,
    placeholder: el.placeholder?.text,
    maxlength: el.max_length,
    "aria-labelledby": at.labelledby,
    "aria-describedby": at.describedby,
    "aria-required": at.required ? "true" : null,
    autocomplete: "off",
    data: { focus: `${block.block_id}/${el.action_id}`, action: el.action_id },
    prop: { value: start ?? "" },
  });
  const text = () =>
    el.type === "number_input" ? input.value.trim().replace(",", ".") : input.value;
  const read = () => ({
    type: el.type,
    ...(isRich
      ? { rich_text_value: input.value ? rich(input.value) : null }
      : { value: text() || null }),
  });
  if (at.dispatch) {
    const on = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const tell = () => act(surface, block, el, { value: text() });
    if (on.includes("on_character_entered")) input.addEventListener("input", tell);
    if (on.includes("on_enter_pressed") && !tall) {
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        tell();
      });
    }
  }
  surface.form.add(block.block_id, el.action_id, { read, focus: () => input.focus() });
  return input;
}
