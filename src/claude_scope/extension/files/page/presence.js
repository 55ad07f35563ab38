// Runs in the paired Claude Scope alone, if the person has granted its origin: tells its New recording page that the extension
// is there, and passes on that a recording is wanted. It starts nothing by itself: the person presses the extension's button.
(() => {
  const { version } = chrome.runtime.getManifest();
  const MOST_CHARS = 10_000;
  document.documentElement.dataset.claudeScopeExtension = version;
  document.addEventListener("claude-scope:record", async (event) => {
    const answer = await ask(/** @type {CustomEvent} */ (event).detail).catch((error) => ({ error: error.message }));
    document.dispatchEvent(new CustomEvent("claude-scope:recording", { detail: JSON.stringify(answer ?? {}) }));
  });

  async function ask(/** @type {unknown} */ detail) {
    if (typeof detail !== "string" || detail.length > MOST_CHARS) throw new Error("The page asked for a recording in a way that this extension does not know.");
    const { title = "", notes = "", url = "", agentTarget = "" } = JSON.parse(detail);
    return chrome.runtime.sendMessage({ do: "wait", title: String(title), notes: String(notes), url: String(url), agentTarget: String(agentTarget) });
  }
})();
