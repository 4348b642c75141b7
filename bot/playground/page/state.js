// What the page knows: the world, the view of the person being played, and where they look.

export const state = {
  world: null,
  me: null, // id of the person being played
  view: null,
  place: null, // {kind: "channel", id} | {kind: "home"}
  thread: null, // ts of the root message whose thread is open
  tips: true, // the panel of things to try
  drawer: false, // the sidebar on a narrow screen
  editing: null, // {channel, ts, thread: bool}
  waiting: new Set(), // what was sent from here and is not over: waits.js
  online: true,
};

const listeners = new Set();
let queued = false;

export function subscribe(run) {
  listeners.add(run);
}

/** Merges `patch` and draws once, however many updates a turn makes. */
export function update(patch = {}) {
  Object.assign(state, patch);
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const run of listeners) run(state);
  });
}

/**
 * Runs `run` when what was updated before is drawn, with no key or click in between: a focus that
 * came a frame later would take it from where a quick person is already typing.
 */
export const afterDrawing = (run) => queueMicrotask(run);

export const person = (id = state.me) => state.world?.people.find((each) => each.id === id) ?? null;
export const locale = () => person()?.locale ?? "en-US";
export const lang = () => (locale().startsWith("fr") ? "fr" : "en");

export const channelOf = (id) => state.view?.channels.find((each) => each.id === id) ?? null;
export const botId = () => state.world?.bot.id;
export const isBotDm = (channel) => channel?.kind === "dm" && channel.members.includes(botId());
export const botDm = () => state.view?.channels.find(isBotDm) ?? null;

/** The person's name in this workspace, or null for an id nobody knows. */
export function nameOf(id) {
  if (id === botId()) return state.world.bot.name;
  const found = person(id);
  return found ? found.real_name || found.name : null;
}

/** A DM is named for the other side, whatever the server calls it. */
export function channelName(channel) {
  if (channel.kind !== "dm") return channel.name.replace(/^#/, "");
  const other = channel.members.find((id) => id !== state.me);
  return nameOf(other) ?? channel.name;
}

const inThread = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;
const byTs = (a, b) => Number(a.ts) - Number(b.ts);

export const messagesOf = (channel) => state.view?.messages[channel] ?? [];
export const rootsOf = (channel) =>
  messagesOf(channel)
    .filter((m) => !inThread(m) || m.broadcast)
    .sort(byTs);
export const repliesOf = (channel, ts) =>
  messagesOf(channel)
    .filter((m) => inThread(m) && m.thread_ts === ts)
    .sort(byTs);

/** The messages of a channel, or with `thread` the replies of one. */
export const listIn = (channel, thread) =>
  thread ? repliesOf(channel, thread) : rootsOf(channel);

/** The newest message of mine here that can be edited, or null. */
export function lastOwn(channel, thread) {
  return (
    listIn(channel, thread)
      .filter((m) => m.user === state.me && !m.ephemeral && !m.notice && !m.deleted)
      .at(-1) ?? null
  );
}

// What was read is kept by tab, person and channel; a restart of the local Slack keeps nothing.
const READS = "journeydesk.reads";
let reads = {};
try {
  reads = JSON.parse(sessionStorage.getItem(READS) ?? "{}");
} catch {
  reads = {};
}
const readKey = (channel) => `${state.me}/${channel}`;

export function markRead(channel) {
  const last = messagesOf(channel).reduce((max, m) => Math.max(max, Number(m.ts)), 0);
  if (!last || reads[readKey(channel)] === last) return;
  reads[readKey(channel)] = last;
  sessionStorage.setItem(READS, JSON.stringify(reads));
}

/** How many messages of others arrived here since this person last looked. */
export function unread(channel) {
  const since = reads[readKey(channel)] ?? 0;
  return messagesOf(channel).filter((m) => m.user !== state.me && Number(m.ts) > since).length;
}
