// The recorder's host, as the page script sees it: `send` takes a batch of lines, `rootOf` returns an element's shadow root,
// `beat` says whether the host is alive, and the host calls `alive`. Null in a world without a host.
(config) => {
  const binding = window[config.binding];
  if (typeof binding !== "function") return null;
  const shadowRoot = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get;
  let heard = true; // since the last call of `beat`
  return {
    send: (text) => binding(text),
    rootOf: (element) => shadowRoot.call(element),
    beat() {
      const isAlive = heard || !config.heartbeat;
      heard = false;
      return isAlive;
    },
    alive: () => (heard = true),
  };
}
