// Telling the app that a person used an element.
import { confirm } from "./dialog.js";

/**
 * Tells the app about an action, after the element's own confirmation. `busy` is marked until
 * the app has acknowledged; a second press meanwhile is not sent.
 */
export async function act(surface, block, el, body, busy) {
  if (busy?.getAttribute("aria-busy") === "true") return;
  if (el.confirm && !(await confirm(el.confirm, surface.names))) return;
  busy?.setAttribute("aria-busy", "true");
  await surface.act({ block_id: block.block_id, action_id: el.action_id, type: el.type, ...body });
  busy?.removeAttribute("aria-busy");
}
