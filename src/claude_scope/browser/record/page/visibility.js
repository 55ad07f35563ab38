// Whether the tab is shown.
(bridge) => {
  document.addEventListener("visibilitychange", () => bridge.push("visibility", bridge.now(), { state: document.visibilityState }));
}
