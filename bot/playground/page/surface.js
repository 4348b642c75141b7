// Where blocks live: a message, a modal or the Home tab, and how each reaches the app.
import { api } from "./api.js";
import { Form } from "./form.js";
import { channelName, channelOf, nameOf, person, state } from "./state.js";
import { goTo } from "./actions.js";
import { report } from "./toast.js";

/** What texts refer to, in the eyes of the person being played. */
export const names = {
  get me() {
    return state.me;
  },
  user: nameOf,
  handle: (id) => (id === state.world.bot.id ? state.world.bot.name : person(id)?.name),
  channel: (id) => {
    const found = channelOf(id);
    return found && found.kind !== "dm" ? channelName(found) : null;
  },
  open: (id) => goTo({ kind: "channel", id }),
};

function surface(kind, address, kept) {
  const form = new Form(kept);
  const whole = (body) => ({ user: state.me, ...address, ...body });
  return {
    kind,
    form,
    names,
    /** Slack sends the other values of the surface along with every action. */
    act: async (body) => report(await api.click(whole({ ...body, values: form.values() }))),
    options: (body) => api.options(whole(body)),
  };
}

export const messageSurface = (message) =>
  surface("message", { channel: message.channel, message_ts: message.ts }, message.state);
export const viewSurface = (view, kept) =>
  surface(view.type, { view_id: view.id }, kept ?? view.state);
