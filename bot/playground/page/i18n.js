// The page's own words, English and French side by side. `~` stands for a no-break space.
import { lang, locale } from "./state.js";

const WORDS = {
  skip_composer: ["Skip to the message box", "Aller à la zone de message"],
  skip_messages: ["Skip to the messages", "Aller aux messages"],
  local_slack: ["Local Slack", "Slack local"],
  channels: ["Channels", "Canaux"],
  directs: ["Direct messages", "Messages directs"],
  apps: ["Apps", "Applications"],
  app_badge: ["APP", "APPLI"],
  open_menu: ["Open the list of channels", "Ouvrir la liste des canaux"],
  close_menu: ["Close the list of channels", "Fermer la liste des canaux"],
  playing: ["You are playing", "Vous jouez le rôle de"],
  switch_person: ["Play someone else", "Jouer quelqu'un d'autre"],
  role_member: ["Member", "Membre"],
  role_guest: ["Guest", "Invité"],
  role_stranger: ["Another company", "Autre entreprise"],
  speaks_en: ["English", "Anglais"],
  speaks_fr: ["French", "Français"],
  unread: [
    ["{n} unread message", "{n} unread messages"],
    ["{n} message non lu", "{n} messages non lus"],
  ],
  members: [
    ["{n} member", "{n} members"],
    ["{n} membre", "{n} membres"],
  ],
  messages_in: ["Messages in {place}", "Messages dans {place}"],
  tab_messages: ["Messages", "Messages"],
  tab_home: ["Home", "Accueil"],
  home_empty: [
    "{name} has not put anything on its Home tab yet.",
    "{name} n'a encore rien mis sur son onglet Accueil.",
  ],
  channel_start: ["This is the very beginning of #{name}.", "C'est ici que commence #{name}."],
  dm_start: [
    "Your private conversation with {name} starts here.",
    "Votre conversation privée avec {name} commence ici.",
  ],
  today: ["Today", "Aujourd'hui"],
  yesterday: ["Yesterday", "Hier"],
  edited: ["(edited)", "(modifié)"],
  only_you: ["Only visible to you", "Visible uniquement par vous"],
  from_slack: ["Slack", "Slack"],
  notice_timeout: ["The app did not respond in time.", "L'application n'a pas répondu à temps."],
  notice_error: [
    "The app sent something Slack refuses.",
    "L'application a envoyé quelque chose que Slack refuse.",
  ],
  reply_thread: ["Reply in thread", "Répondre dans le fil"],
  edit_message: ["Edit message", "Modifier le message"],
  delete_message: ["Delete message", "Supprimer le message"],
  delete_ask: [
    "Delete this message? Everyone stops seeing it.",
    "Supprimer ce message~? Plus personne ne le verra.",
  ],
  delete: ["Delete", "Supprimer"],
  cancel: ["Cancel", "Annuler"],
  save: ["Save", "Enregistrer"],
  close: ["Close", "Fermer"],
  edit_keys: ["Enter to save, Escape to cancel", "Entrée pour enregistrer, Échap pour annuler"],
  message_actions: ["Message actions", "Actions sur le message"],
  replies: [
    ["{n} reply", "{n} replies"],
    ["{n} réponse", "{n} réponses"],
  ],
  thread: ["Thread", "Fil"],
  replied_in_thread: ["Replied to a thread", "A répondu dans un fil"],
  also_in_channel: ["Also sent to the channel", "Envoyé aussi dans le canal"],
  close_thread: ["Close the thread", "Fermer le fil"],
  write_channel: ["Message #{name}", "Écrire dans #{name}"],
  write_dm: ["Message {name}", "Écrire à {name}"],
  write_thread: ["Reply…", "Répondre…"],
  send: ["Send", "Envoyer"],
  attach: ["Attach files", "Joindre des fichiers"],
  keys_send: ["sends", "envoie"],
  keys_newline: ["new line", "à la ligne"],
  keys_edit: ["edits your last message", "modifie votre dernier message"],
  key_enter: ["Enter", "Entrée"],
  key_shift_enter: ["Shift + Enter", "Maj + Entrée"],
  commands: ["Commands", "Commandes"],
  people: ["People and apps", "Personnes et applications"],
  suggestions: ["Suggestions", "Suggestions"],
  answering: ["{name} is answering…", "{name} prépare sa réponse…"],
  sending: ["Sending…", "Envoi…"],
  new_below: ["New messages", "Nouveaux messages"],
  tips_title: ["What to try", "À essayer"],
  tips_lead: [
    "Pick a line: it is written for you, you send it.",
    "Choisissez une ligne~: elle s'écrit pour vous, à vous de l'envoyer.",
  ],
  tips_who: [
    "Switch to someone else at the bottom left: the language and what they may see change with them.",
    "Changez de personne en bas à gauche~: la langue et ce qu'elle peut voir changent avec elle.",
  ],
  tips_local: ["Nothing leaves this machine.", "Rien ne quitte cette machine."],
  tips_show: ["Show what to try", "Afficher les idées à essayer"],
  tips_hide: ["Hide what to try", "Masquer les idées à essayer"],
  ready_to_send: [
    "Written for you: press Enter to send.",
    "C'est écrit~: appuyez sur Entrée pour envoyer.",
  ],
  link_elsewhere: ["Opens in a new tab", "S'ouvre dans un nouvel onglet"],
  image_elsewhere: ["Image on {host}, not loaded here", "Image sur {host}, non chargée ici"],
  image_missing: ["This image could not be shown", "Cette image n'a pas pu être affichée"],
  download: ["Open {name}", "Ouvrir {name}"],
  block_unknown: [
    "A “{type}” block, which this page does not draw",
    "Un bloc «~{type}~», que cette page ne dessine pas",
  ],
  choose: ["Choose…", "Choisir…"],
  search: ["Type to search…", "Tapez pour chercher…"],
  type_more: [
    ["Type at least {n} character", "Type at least {n} characters"],
    ["Tapez au moins {n} caractère", "Tapez au moins {n} caractères"],
  ],
  searching: ["Searching…", "Recherche…"],
  no_match: ["Nothing found", "Aucun résultat"],
  options_failed: ["The app did not send any options.", "L'application n'a pas envoyé de choix."],
  remove: ["Remove {name}", "Retirer {name}"],
  more_actions: ["More actions", "Plus d'actions"],
  optional: ["optional", "facultatif"],
  no_files: [
    "Files cannot be attached to forms in the local Slack.",
    "Le Slack local ne permet pas de joindre de fichier à un formulaire.",
  ],
  table: ["Table", "Tableau"],
  back: ["Back", "Retour"],
  show_more: ["Show more", "Afficher plus"],
  level_info: ["Information", "Information"],
  level_warning: ["Warning", "Attention"],
  level_error: ["Error", "Erreur"],
  level_success: ["Success", "Réussi"],
  task_pending: ["To do", "À faire"],
  task_in_progress: ["In progress", "En cours"],
  task_complete: ["Done", "Fait"],
  task_error: ["Failed", "Échec"],
  here: ["here", "ici"],
  everyone: ["everyone", "tout-le-monde"],
  channel_word: ["channel", "canal"],
  offline: [
    "The local Slack does not answer. The page reconnects by itself as soon as it is back.",
    "Le Slack local ne répond pas. La page se reconnecte d'elle-même dès qu'il revient.",
  ],
  failed: ["That did not work ({code}).", "Cela n'a pas fonctionné ({code})."],
};

/** The sentence `key` in the language of the person being played; `n` picks the plural. */
export function t(key, values = {}) {
  const pair = WORDS[key];
  if (!pair) throw new Error(`no words for ${key}`);
  let text = pair[lang() === "fr" ? 1 : 0];
  if (Array.isArray(text))
    text = text[new Intl.PluralRules(locale()).select(values.n) === "one" ? 0 : 1];
  return text.replaceAll("~", "\u00a0").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export const words = WORDS;

const stamp = (ts) => new Date(Number(ts) * 1000);
const format = (ts, options) => new Intl.DateTimeFormat(locale(), options).format(stamp(ts));

export const timeOf = (ts) => format(ts, { timeStyle: "short" });
/** Hours and minutes alone, for the narrow column beside a message. */
export const briefTimeOf = (ts) => timeOf(ts).replace(/\s*[AP]M$/i, "");
export const fullTimeOf = (ts) => format(ts, { dateStyle: "full", timeStyle: "short" });

/** "Today", "Yesterday", or the date; `now` in milliseconds. */
export function dayOf(ts, now = Date.now()) {
  const key = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
  const day = stamp(ts);
  const today = new Date(now);
  const before = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (key(day) === key(today)) return t("today");
  if (key(day) === key(before)) return t("yesterday");
  const sameYear = day.getFullYear() === today.getFullYear();
  const text = format(ts, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: sameYear ? undefined : "numeric",
  });
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

const DATE_PARTS = {
  date_num: () => ({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date: () => ({ dateStyle: "long" }),
  date_short: () => ({ year: "numeric", month: "short", day: "numeric" }),
  date_long: () => ({ dateStyle: "full" }),
  time: () => ({ hour: "numeric", minute: "2-digit" }),
  time_secs: () => ({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
};

/** Fills a Slack date template such as `{date_short} at {time}`; null when it cannot be read. */
export function slackDate(seconds, template) {
  if (!/^\d{1,12}$/.test(seconds)) return null;
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return format(seconds, { dateStyle: "long" });
    const pretty = name.endsWith("_pretty");
    const base = DATE_PARTS[name.replace(/_pretty$/, "")];
    if (!base) return whole;
    if (!pretty) return format(seconds, base());
    const day = dayOf(seconds);
    return day === t("today") || day === t("yesterday") ? day : format(seconds, base());
  });
}
