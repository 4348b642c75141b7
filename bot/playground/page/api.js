// The calls between this page and the local Slack that serves it. Nothing else is ever called.

async function answered(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { ok: false, error: `http_${answer.status}` };
  }
}

async function ask(path, body) {
  const answer = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  return answered(answer);
}

/** A POST never throws: no connection reads as `{ok: false, error: "offline"}`. */
async function post(path, body) {
  try {
    return await ask(path, body);
  } catch {
    return { ok: false, error: "offline" };
  }
}

/** Files travel as they are; everything else as JSON. */
async function upload(user, file) {
  const query = new URLSearchParams({ user, name: file.name });
  try {
    return await answered(await fetch(`/page/upload?${query}`, { method: "POST", body: file }));
  } catch {
    return { ok: false, error: "offline" };
  }
}

export const api = {
  upload,
  world: () => ask("/page/world"),
  view: (user) => ask(`/page/view?user=${encodeURIComponent(user)}`),
  say: (body) => post("/page/say", body),
  edit: (body) => post("/page/edit", body),
  remove: (body) => post("/page/delete", body),
  click: (body) => post("/page/click", body),
  options: (body) => post("/page/options", body),
  submit: (body) => post("/page/submit", body),
  close: (body) => post("/page/close", body),
  shortcut: (body) => post("/page/shortcut", body),
  home: (user) => post("/page/home", { user }),
  dm: (user) => post("/page/dm", { user }),
};

/**
 * Listens for changes that `user` can see. Calls `onChange` for each and once on every
 * connection (what happened while it was down is unknown), `onState(bool)` when the
 * connection comes and goes. Returns a function that ends it.
 */
export function listen(user, onChange, onState) {
  const source = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
  source.addEventListener("open", () => {
    onState(true);
    onChange();
  });
  source.addEventListener("changed", onChange);
  source.addEventListener("error", () => onState(false));
  return () => source.close();
}
