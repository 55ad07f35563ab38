// The life of a page: it loads, is hidden, is left, and may come back. Returns what writes all that is pending.
(bridge, state, root, isTop, isAgain, identify) => {
  const TITLE_MS = 500;
  const RESTORED_MS = 100; // after the page is shown, its fields have their restored values
  const { channel, frame } = state;
  const isRoot = root === state;

  window.addEventListener("load", (event) => {
    root.dom?.touch();
    if (event.target instanceof HTMLImageElement) root.dom?.image(event.target);
  }, true);

  const begun = (how, t) => ({
    kind: "document", t, frame: frame.id, url: location.href, title: document.title, viewport: [innerWidth, innerHeight], devicePixelRatio, how,
    pointer: matchMedia("(any-pointer: fine)").matches,
  });
  const beginning = isAgain ? ["attached", bridge.now()] : ["load", bridge.origin];
  const release = () => isRoot && channel.release(isTop && (() => begun(...beginning)));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => bridge.later(release, 0));
  bridge.later(release, document.readyState === "loading" ? TITLE_MS : 0);

  // While a document is replaced, the browser no longer receives its messages, so pending lines are sent before.
  const leave = () => {
    root.dom?.sweep();
    for (const settle of state.settlers) settle();
    release();
    if (isRoot) channel.leave();
    else channel.flush();
  };
  for (const name of ["beforeunload", "pagehide"]) window.addEventListener(name, leave, true);
  window.addEventListener("pagehide", () => root.frames.delete(state)); // a removed frame, or a page that may come back
  window.addEventListener("pageshow", (event) => {
    root.frames.add(state);
    if (!event.persisted) return void bridge.later(() => state.dom?.restored(), RESTORED_MS);
    identify();
    if (isTop) channel.write(begun("restore", bridge.now()));
    state.dom?.snapshot();
  });
  if (isTop) document.addEventListener("visibilitychange", () => bridge.push("visibility", bridge.now(), { state: document.visibilityState }));
  return leave;
}
