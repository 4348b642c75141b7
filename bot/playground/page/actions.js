// What the person being played does: going somewhere, writing, switching to someone else.
import { api } from "./api.js";
import { confirm } from "./dialog.js";
import { t } from "./i18n.js";
import { afterDrawing, isBotDm, markRead, state, update } from "./state.js";
import { reason, report, toast } from "./toast.js";
import { begin, end, sent } from "./waits.js";

/** Refusals after which the app did get the text: it is not given back for another try. */
const ARRIVED = new Set(["operation_timeout", "dispatch_failed", "invalid_answer"]);

export function goTo(place) {
  update({ place, thread: null, editing: null, drawer: false });
  if (place.kind === "channel") markRead(place.id);
  if (place.kind === "home") api.home(state.me).then(report);
  afterDrawing(() => {
    const spot =
      place.kind === "home"
        ? document.getElementById("main")
        : document.querySelector("#main .composer textarea");
    if (matchMedia("(hover: hover)").matches) spot?.focus({ preventScroll: true });
  });
}

/** The DM with the bot exists from the first time somebody goes there. */
export async function goToBot(kind = "channel") {
  const known = state.view.channels.find(isBotDm);
  if (!known) {
    const answer = report(await api.dm(state.me));
    if (answer.ok === false) return;
    await refreshNow();
    goTo({ kind, id: answer.channel });
  } else goTo({ kind, id: known.id });
}

let refreshNow = async () => {};
export const onRefresh = (run) => {
  refreshNow = run;
};

export function openThread(channel, ts) {
  update({ thread: ts, editing: null });
  afterDrawing(() =>
    document.querySelector("#side .composer textarea")?.focus({ preventScroll: true }),
  );
  markRead(channel);
}

export function closeThread() {
  const ts = state.thread;
  update({ thread: null });
  afterDrawing(() =>
    document
      .querySelector(`#main [data-ts="${CSS.escape(String(ts))}"]`)
      ?.focus({ preventScroll: true }),
  );
}

/**
 * Sends a text with files, `[{id, name}]`; gives false where they should come back into the
 * message box.
 */
export async function say(channel, thread, text, files = []) {
  const wait = begin(channel, thread, text, files);
  const answer = await api.say({
    user: wait.user,
    channel,
    text,
    files: files.map((each) => each.id),
    ...(thread ? { thread_ts: thread } : {}),
  });
  if (answer.ok !== false) {
    sent(wait, answer.ts);
    return true;
  }
  end(wait);
  if (ARRIVED.has(answer.error)) return true;
  toast(reason(answer));
  return false;
}

export async function saveEdit(message, text) {
  update({ editing: null });
  if (text)
    report(await api.edit({ user: state.me, channel: message.channel, ts: message.ts, text }));
  else await remove(message);
}

export async function remove(message) {
  const sure = await confirm({
    title: t("delete_message"),
    text: t("delete_ask"),
    confirm: t("delete"),
    style: "danger",
  });
  if (sure) report(await api.remove({ user: state.me, channel: message.channel, ts: message.ts }));
}

/** Uses one of the app's message shortcuts. */
export async function useShortcut(message, id) {
  const body = { user: state.me, channel: message.channel, ts: message.ts, callback_id: id };
  report(await api.shortcut(body));
}
