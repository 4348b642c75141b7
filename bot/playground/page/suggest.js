// What the composer offers while somebody types: commands, people and apps, channels.
import { t } from "./i18n.js";
import { channelName, channelOf, lang, state } from "./state.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * What is being typed at `caret`: `{kind: "command" | "person" | "channel", query, from, to}`,
 * or null. Slack has no commands in threads.
 */
export function trigger(text, caret, inThread) {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command && !inThread) return { kind: "command", query: command[1], from: 0, to: caret };
  const name = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!name) return null;
  const kind = name[1] === "@" ? "person" : "channel";
  return { kind, query: name[2], from: caret - name[2].length - 1, to: caret };
}

function commands(query) {
  return state.world.commands
    .filter((each) => each.name.slice(1).startsWith(query))
    .map((each) => ({ value: each.name, label: each.name, note: each.hint?.[lang()] }));
}

function people(query, channel) {
  const members = channelOf(channel)?.members ?? [];
  const { bot } = state.world;
  const all = [{ ...bot, real_name: bot.name, note: t("app_badge") }, ...state.world.people];
  return all
    .filter((each) => each.id === bot.id || (each.id !== state.me && members.includes(each.id)))
    .filter((each) =>
      [each.name, ...each.real_name.split(" ")].some((part) => fold(part).startsWith(query)),
    )
    .map((each) => ({
      value: `@${each.name}`,
      label: each.real_name,
      note: each.note ?? `@${each.name}`,
    }));
}

function channels(query) {
  return state.view.channels
    .filter((each) => each.kind === "channel" && fold(channelName(each)).startsWith(query))
    .map((each) => ({
      value: `#${channelName(each)}`,
      label: `#${channelName(each)}`,
      note: each.topic,
    }));
}

/** What fits, best first: `[{value, label, note?}]`. */
export function matches({ kind, query }, channel) {
  const folded = fold(query);
  if (kind === "command") return commands(folded);
  return kind === "person" ? people(folded, channel) : channels(folded);
}
