// rrweb's recorder with our timers, and without a console, which the user would see. This world has no custom elements:
// rrweb would catch an error for each element. `atOnce` runs what rrweb would delay.
(timers) => {
  const FRAME_MS = 16;
  let isAtOnce = false;
  const later = (work, ms) => (isAtOnce ? void work() : timers.later(work, ms));
  const onFrame = (work) => timers.later(work, FRAME_MS);
  const quiet = { debug() {}, warn() {}, error() {} };
  const customElements = { get() {} };
  const holder = {};
  (function (exports, module, define, console, customElements, setTimeout, clearTimeout, requestAnimationFrame) {
    __RRWEB__
  }).call(holder, undefined, undefined, undefined, quiet, customElements, later, timers.cancel, onFrame);
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
