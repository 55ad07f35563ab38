// Remembers all listeners that this world adds in this frame, rrweb's too. `stop` removes them. When the page called
// `document.open()`, which removes those of all worlds from its window and its document, they are put back, and `replaced`
// is called.
(replaced) => {
  const { prototype } = EventTarget;
  const { addEventListener, removeEventListener } = prototype;
  const lists = new WeakMap(); // targets -> their listeners
  const targets = new Set(); // WeakRefs, because elements come and go
  const isSame = (a, b) => a.type === b.type && a.listener === b.listener && isCapture(a.options) === isCapture(b.options);
  const isCapture = (options) => (typeof options === "object" && options ? Boolean(options.capture) : Boolean(options));

  prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    addEventListener.call(target, type, listener, options);
    if (!lists.has(target)) {
      lists.set(target, []);
      targets.add(new WeakRef(target));
    }
    const added = { type, listener, options };
    if (!lists.get(target).some((other) => isSame(other, added))) lists.get(target).push(added);
  };
  prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    removeEventListener.call(target, type, listener, options);
    const left = lists.get(target)?.filter((other) => !isSame(other, { type, listener, options }));
    if (left) lists.set(target, left);
  };

  const renew = () => {
    for (const target of [window, document]) {
      for (const { type, listener, options } of lists.get(target) || []) addEventListener.call(target, type, listener, options);
    }
  };
  const observer = new MutationObserver((records) => {
    if (!records.some(({ removedNodes }) => removedNodes.length)) return;
    renew(); // listeners that are still there are not added again
    replaced();
  });
  observer.observe(document, { childList: true });

  return {
    stop() {
      observer.disconnect();
      Object.assign(prototype, { addEventListener, removeEventListener });
      for (const target of [...targets].map((ref) => ref.deref())) {
        for (const { type, listener, options } of (target && lists.get(target)) || []) removeEventListener.call(target, type, listener, options);
      }
    },
  };
}
