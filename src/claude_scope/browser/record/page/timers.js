// The timers of this frame; none of them runs after `stop`.
() => {
  const { setTimeout, clearTimeout } = window;
  const waiting = new Set();
  let isStopped = false;
  return {
    later(work, ms) {
      if (isStopped) return 0;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        work();
      }, ms);
      waiting.add(timer);
      return timer;
    },
    cancel(timer) {
      clearTimeout(timer);
      waiting.delete(timer);
    },
    stop() {
      isStopped = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
