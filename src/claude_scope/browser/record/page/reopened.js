// Puts listeners back after the page called `document.open()`, which removes those of all worlds.
(listeners) => {
  const observer = new MutationObserver(() => listeners.renew());
  observer.observe(document, { childList: true });
  return observer;
}
