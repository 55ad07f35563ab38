// rrweb's recorder with our timers, and without a console, which the user would see. This world has no custom elements:
// rrweb would catch an error for each element. `atOnce` runs what rrweb would delay.
//
// A form's fields shadow its properties in every world: `scripts/vendor` has rrweb read those of elements by `own`.
(timers) => {
  const own = {};
  for (const { prototype } of [Node, Element, HTMLElement]) {
    for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (get) own[name] = (of) => (isForm(of) ? get.call(of) : of[name]);
      else if (typeof value === "function") own[name] = (of, ...given) => (isForm(of) ? value.apply(of, given) : of[name](...given));
      else own[name] = (of) => (isForm(of) ? value : of[name]);
    }
  }
  const isForm = (of) => of?.[Symbol.toStringTag] === "HTMLFormElement";
  const FRAME_MS = 16;
  let isAtOnce = false;
  const later = (work, ms) => (isAtOnce ? void work() : timers.later(work, ms));
  const onFrame = (work) => timers.later(work, FRAME_MS);
  const quiet = { debug() {}, warn() {}, error() {} };
  const customElements = { get() {} };
  const holder = {};
  (function (exports, module, define, console, customElements, setTimeout, clearTimeout, requestAnimationFrame, own) {
    __RRWEB__
  }).call(holder, undefined, undefined, undefined, quiet, customElements, later, timers.cancel, onFrame, own);
  return {
    record: holder.rrwebRecord.record,
    atOnce(work) {
      isAtOnce = true;
      try {
        work();
      } finally {
        isAtOnce = false;
      }
    },
  };
}
