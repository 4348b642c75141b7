// What was sent from here and is not over: a text until it stands in the conversation, whatever
// the bot was asked until it answers.
import { channelOf, isBotDm, listIn, messagesOf, repliesOf, state, update } from "./state.js";

const PATIENCE = 8000; // milliseconds after the acknowledgement that the rest is waited for

const seenKey = (message) => `${message.ts}|${message.edited}|${message.text}`;

let count = 0;

function addressed(channel, thread, text) {
  if (text.startsWith("/")) return true;
  if (isBotDm(channelOf(channel))) return true;
  if (text.toLowerCase().includes(`@${state.world.bot.name.toLowerCase()}`)) return true;
  return Boolean(thread) && repliesOf(channel, thread).some((m) => m.is_bot);
}

/** Begins the wait for a text with `files`, `[{id, name}]`, that is being sent. */
export function begin(channel, thread, text, files) {
  const wait = {
    key: ++count,
    user: state.me,
    channel,
    thread,
    text: [text, ...files.map((each) => each.name)].filter(Boolean).join(" "),
    bot: addressed(channel, thread, text),
    command: text.startsWith("/") && !files.length,
    mine: new Set(
      listIn(channel, thread)
        .filter((m) => m.user === state.me)
        .map((m) => m.ts),
    ),
    known: new Set(messagesOf(channel).map(seenKey)),
    views: new Set(state.view.modals.map((view) => view.id)),
    underWay: true,
  };
  wait.arrival = new Promise((arrived) => {
    wait.arrived = arrived;
  });
  state.waiting.add(wait);
  update();
  return wait;
}

/** The app has it. A message stands under `ts`; the view that shows it may still be on its way. */
export function sent(wait, ts) {
  if (wait.command) arrive(wait);
  else wait.ts = ts;
  setTimeout(() => end(wait), PATIENCE);
  settleWaits();
  update();
}

export function end(wait) {
  arrive(wait);
  if (state.waiting.delete(wait)) update();
}

function arrive(wait) {
  wait.underWay = false;
  wait.arrived();
}

export const waitsIn = (channel, thread) =>
  [...state.waiting].filter(
    (wait) => wait.user === state.me && wait.channel === channel && wait.thread === thread,
  );

/** When all that this person sent here stands in the conversation, or never will. */
export const allArrived = (channel, thread) =>
  Promise.all(waitsIn(channel, thread).map((wait) => wait.arrival));

/** The wait for the bot ends with anything newer that it, or Slack in its place, puts there. */
function answered(wait) {
  const messages = messagesOf(wait.channel);
  return (
    messages.some((m) => (m.is_bot || m.notice) && !wait.known.has(seenKey(m))) ||
    state.view.modals.some((view) => !wait.views.has(view.id))
  );
}

/** Before the server says which message a text became, it is the first new one nobody claims. */
function stands(wait) {
  const claimed = new Set([...state.waiting].map((each) => each !== wait && each.ts));
  const list = listIn(wait.channel, wait.thread);
  wait.ts ??= list.find(
    (m) => m.user === wait.user && !wait.mine.has(m.ts) && !claimed.has(m.ts),
  )?.ts;
  return list.some((m) => m.ts === wait.ts);
}

/** Ends what the newest view shows to be over. */
export function settleWaits() {
  for (const wait of state.waiting) {
    if (wait.user !== state.me) continue;
    if (wait.bot && answered(wait)) wait.bot = false;
    if (wait.underWay && !wait.command && stands(wait)) arrive(wait);
    if (!wait.bot && (wait.command || !wait.underWay)) end(wait);
  }
}
