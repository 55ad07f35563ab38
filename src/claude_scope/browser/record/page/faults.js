// Uncaught errors and rejections of this frame.
(bridge) => {
  const MAX_CHARS = 20_000;
  const cut = (text) => String(text).slice(0, MAX_CHARS);
  const say = (event, reason, text, rejection) => {
    let stack = "";
    try {
      stack = reason instanceof Error || reason?.stack ? cut(reason.stack) : "";
      text ||= reason instanceof Error ? `${reason.name}: ${reason.message}` : typeof reason === "object" ? JSON.stringify(reason) : String(reason);
    } catch {
      text ||= "an object that cannot be shown";
    }
    bridge.push("error", bridge.at(event), { text: cut(text), stack, rejection });
  };
  window.addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) say(event, event.error, event.message, false);
  }, true);
  window.addEventListener("unhandledrejection", (event) => say(event, event.reason, "", true), true);
}
