// rrweb's mutation observers in this frame: which document or shadow root each observes, and a way to have one report
// nodes that are there already. rrweb observes the document of an iframe again with each full snapshot; once is enough.
(onRecords) => {
  const Native = window.MutationObserver;
  const observed = new Map(); // documents and shadow roots -> their observers

  class Observer extends Native {
    constructor(callback) {
      super((records) => {
        onRecords();
        callback(records, this);
      });
      this.callback = callback;
    }
    observe(target, options) {
      if (observed.has(target)) return;
      observed.set(target, this);
      super.observe(target, options);
    }
    disconnect() {
      for (const [target, observer] of observed) if (observer === this) observed.delete(target);
      super.disconnect();
    }
  }
  window.MutationObserver = Observer;

  return {
    has: (root) => observed.has(root),
    // The documents and shadow roots that are part of the page.
    roots: () => [...observed.keys()].filter((root) => (root.host ? root.host.isConnected : root.defaultView)),
    // All child nodes of a root, as if they had just been added.
    report(root) {
      observed.get(root)?.callback([{ type: "childList", target: root, addedNodes: [...root.childNodes], removedNodes: [] }]);
    },
    stop() {
      window.MutationObserver = Native;
      for (const observer of new Set(observed.values())) observer.disconnect();
    },
  };
}
