// What only the page's own JavaScript world shows: console, uncaught errors, rejections, fetch, XMLHttpRequest and dialogs.
// The page can forge and silence all of this, which the capture says. The function runs in the page, so it uses nothing
// around it; `name` is that of the event which the isolated world listens to.
/* oxlint-disable consistent-function-scoping -- the page gets this function alone */
/** @param {string} name */
export function hints(name) {
  const MOST_CHARS = 20_000;
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const { stringify } = JSON;
  const clock = () => performance.timeOrigin + performance.now();
  let isOn = true;
  /** @type {(() => void)[]} */
  const undo = [];
  const tell = (/** @type {Record<string, unknown>} */ event) => {
    if (isOn) dispatchEvent.call(document, new CustomEvent(name, { detail: stringify(event) }));
  };

  // As the console of the browser shows it in one line.
  const partOf = (/** @type {unknown} */ value) => {
    if (typeof value === "function") return "";
    if (Array.isArray(value)) return `Array(${value.length})`;
    return typeof value === "object" && value !== null ? value.constructor?.name || "Object" : String(value);
  };
  const textOf = (/** @type {any} */ value) => {
    try {
      if (typeof value !== "object" || value === null) return String(value);
      if (value instanceof Error) return value.stack || String(value);
      if (Array.isArray(value)) return `[${value.slice(0, 100).map(partOf).join(", ")}]`;
      if (value.constructor !== Object) return value.constructor?.name || "Object";
      return `{${Object.entries(value).slice(0, 5).map(([key, part]) => `${key}: ${partOf(part)}`).join(", ")}}`;
    } catch {
      return "";
    }
  };
  const cut = (/** @type {string} */ text) => text.slice(0, MOST_CHARS);

  // Replaces a method until the end; one that the page has replaced since then stays.
  const wrap = (/** @type {any} */ owner, /** @type {string} */ method, /** @type {(native: Function) => Function} */ change) => {
    const native = owner?.[method];
    if (typeof native !== "function") return;
    const changed = change(native);
    Object.defineProperties(changed, { name: { value: native.name }, length: { value: native.length } });
    changed.toString = () => Function.prototype.toString.call(native);
    owner[method] = changed;
    undo.push(() => owner[method] === changed && (owner[method] = native));
  };

  const LEVELS = { log: "log", info: "info", warn: "warning", error: "error", debug: "debug" };
  for (const [method, level] of Object.entries(LEVELS)) {
    wrap(
      console,
      method,
      (native) =>
        function (/** @type {unknown[]} */ ...given) {
          // @ts-expect-error `this` is whatever the page calls it with
          native.apply(this, given);
          const place = /(https?:\/\/\S+:\d+:\d+)\)?$/m.exec((new Error().stack ?? "").split("\n").slice(2).join("\n"))?.[1] ?? "";
          tell({ kind: "console", t: clock(), level, text: cut(given.map(textOf).join(" ")), place });
        },
    );
  }

  const on = (/** @type {string} */ type, /** @type {(event: any) => void} */ listener) => {
    addEventListener.call(window, type, listener, true);
    undo.push(() => window.removeEventListener(type, listener, true));
  };
  on("error", (event) => {
    if (!(event instanceof ErrorEvent)) return; // a picture or script that did not load is a request
    const stack = event.error instanceof Error ? event.error.stack || "" : "";
    tell({ kind: "error", t: clock(), text: cut(event.message), stack: cut(stack), rejection: false });
  });
  on("unhandledrejection", ({ reason }) => {
    const stack = reason instanceof Error ? reason.stack || "" : "";
    tell({ kind: "error", t: clock(), text: cut(reason instanceof Error ? String(reason) : textOf(reason)), stack: cut(stack), rejection: true });
  });

  const absolute = (/** @type {unknown} */ url) => {
    try {
      return new URL(String(url), document.baseURI).href;
    } catch {
      return String(url);
    }
  };
  const request = (/** @type {"fetch" | "xhr"} */ type, /** @type {string} */ method, /** @type {string} */ url) => {
    const start = clock();
    return (/** @type {number} */ status, /** @type {string} */ failure) =>
      tell({ kind: "request", t: start, start, end: clock(), type, method: method.toUpperCase(), url: absolute(url).split("#")[0], status, failure });
  };
  wrap(
    window,
    "fetch",
    (native) =>
      function (/** @type {any} */ input, /** @type {any} */ options) {
        const asked = input instanceof Request ? input : null;
        const end = request("fetch", String(options?.method ?? asked?.method ?? "GET"), asked?.url ?? input);
        // @ts-expect-error `this` is whatever the page calls it with
        const answer = native.apply(this, arguments);
        if (typeof answer?.then !== "function") return answer; // the page has put something else there
        return answer.then(
          (/** @type {Response} */ response) => {
            end(response.status, "");
            return response;
          },
          (/** @type {unknown} */ error) => {
            end(0, error instanceof Error && error.name === "AbortError" ? "aborted" : String(error));
            throw error; // a rejection that the page does not handle stays one
          },
        );
      },
  );
  /** @type {WeakMap<XMLHttpRequest, [string, string]>} */
  const opened = new WeakMap();
  wrap(
    XMLHttpRequest.prototype,
    "open",
    (native) =>
      function (/** @type {string} */ method, /** @type {string} */ url) {
        // @ts-expect-error `this` is the request
        opened.set(this, [String(method), String(url)]);
        // @ts-expect-error `this` is the request
        return native.apply(this, arguments);
      },
  );
  wrap(
    XMLHttpRequest.prototype,
    "send",
    (native) =>
      function () {
        // @ts-expect-error `this` is the request
        const sent = /** @type {XMLHttpRequest} */ (this);
        const end = request("xhr", ...(opened.get(sent) ?? ["GET", ""]));
        let failure = "";
        for (const type of ["error", "abort", "timeout"]) sent.addEventListener(type, () => (failure = type));
        sent.addEventListener("loadend", () => end(sent.status, failure));
        return native.apply(sent, arguments);
      },
  );
  for (const type of ["alert", "confirm", "prompt"]) {
    wrap(
      window,
      type,
      (native) =>
        function (/** @type {unknown} */ message) {
          const t = clock();
          // @ts-expect-error `this` is whatever the page calls it with
          const answer = native.apply(this, arguments);
          const isDismissed = (type === "confirm" && !answer) || (type === "prompt" && answer === null);
          tell({ kind: "dialog", t, type, message: cut(textOf(message ?? "")), answer: isDismissed ? "dismissed" : "accepted", closed: clock() });
          return answer;
        },
    );
  }

  document.addEventListener(
    `${name}-end`,
    () => {
      isOn = false;
      for (const restore of undo) restore();
    },
    { once: true },
  );
}
