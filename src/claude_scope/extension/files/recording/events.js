// What frames send, checked: their lines (from the isolated world), and what the browser measured or the page's own script said.

const KINDS = new Set(["begin", "begun", "document", "dom", "action", "masked", "image", "visibility", "secret"]);
const FROM_FOREIGN = new Set(["begun", "dom", "action", "masked", "secret"]);
const MOST_CHARS = 20_000;

/** The events of lines that a frame sent; others are dropped. @param {string} lines @param {boolean} isForeign */
export function readLines(lines, isForeign) {
  const found = [];
  for (const line of lines.split("\n")) {
    try {
      const event = JSON.parse(line);
      if ((isForeign ? FROM_FOREIGN : KINDS).has(event?.kind)) found.push(event);
    } catch {
      // Not a line of the recorder.
    }
  }
  return found;
}

const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value.slice(0, MOST_CHARS) : "");
const number = (/** @type {unknown} */ value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
const among = (/** @type {unknown} */ value, /** @type {string[]} */ allowed) => (allowed.includes(/** @type {string} */ (value)) ? value : allowed[0]);

const TYPES = ["other", "document", "xhr", "fetch", "script", "stylesheet", "image", "font", "media"];
let requests = 0;

/** What is taken of each kind; a page can put anything else into a hint. @type {Record<string, (event: any) => object>} */
const TAKEN = {
  console: ({ level, text: said, place }) => ({ level: among(level, ["log", "info", "warning", "error", "debug"]), text: text(said), place: text(place) }),
  error: ({ text: said, stack, rejection }) => ({ text: text(said), stack: text(stack), rejection: rejection === true }),
  request: ({ type, method, url, start, end, status, size, failure }) => ({
    id: `r${++requests}`,
    type: among(type, TYPES),
    method: /^[A-Z]{1,20}$/.test(method) ? method : "GET",
    url: text(url),
    start: number(start),
    end: number(end),
    status: number(status),
    ...(size === undefined ? {} : { size: number(size) }),
    failure: text(failure),
  }),
  dialog: ({ type, message, answer, closed }) => ({
    type: among(type, ["alert", "confirm", "prompt"]),
    message: text(message),
    answer: among(answer, ["accepted", "dismissed"]),
    closed: number(closed),
  }),
  submit: ({ method }) => ({ method: among(method, ["GET", "POST"]) }),
  navigation: ({ url, how }) => ({ url: text(url), how: among(how, ["load", "push", "replace", "back", "forward", "traverse", "reload", "hash"]) }),
};
const OF_HINTS = new Set(["console", "error", "request", "dialog"]);

/** An event of the browser's measurements or a hint of the page, null for anything else. @param {any} event */
export function readTold(event) {
  const taken = Object.hasOwn(TAKEN, event?.kind) ? TAKEN[event.kind] : undefined;
  if (!taken || (event.isHint && !OF_HINTS.has(event.kind))) return null;
  if (event.kind === "request" && !/^https?:/.test(event.url)) return null;
  return { kind: event.kind, t: number(event.t), ...taken(event) };
}
