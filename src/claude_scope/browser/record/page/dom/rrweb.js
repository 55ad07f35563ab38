// rrweb's recorder with our timers and without a console, which the user would see. `atOnce` runs what rrweb would delay.
(timers) => {
  let isAtOnce = false;
  const later = (work, ms) => (isAtOnce ? void work() : timers.later(work, ms));
  const quiet = { debug() {}, warn() {}, error() {} };
  const holder = {};
  (function (exports, module, define, console, setTimeout, clearTimeout) {
    __RRWEB__
  }).call(holder, undefined, undefined, undefined, quiet, later, timers.cancel);
  return {
    record: holder.rrwebRecord.record,
    atOnce(work) {
      isAtOnce = true;
      work();
      isAtOnce = false;
    },
  };
}
