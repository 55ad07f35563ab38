// The addresses of a tab, and whether it is shown.
(bridge) => {
  const LOADS = { navigate: "load", reload: "reload", back_forward: "traverse", prerender: "load" };
  let here = location.href;
  const say = (t, how) => {
    here = location.href;
    bridge.push("navigation", t, { url: here, how });
  };
  if (here !== "about:blank") say(bridge.origin, LOADS[performance.getEntriesByType("navigation")[0]?.type] || "load");
  window.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    if (!navigationType || (navigationType === "replace" && location.href === here)) return;
    const isHash = navigationType === "push" && location.href.split("#")[0] === here.split("#")[0] && location.href !== here && location.hash !== "";
    say(bridge.now(), isHash ? "hash" : navigationType);
  });
  window.addEventListener("pageshow", (event) => event.persisted && say(bridge.now(), "traverse"));
  document.addEventListener("visibilitychange", () => bridge.push("visibility", bridge.now(), { state: document.visibilityState }));
}
