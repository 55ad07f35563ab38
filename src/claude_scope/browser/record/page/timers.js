// The timers of this frame; none of them runs after `stop`. They are tasks of the scheduler: ids of `setTimeout` and
// `requestAnimationFrame` are numbers that all worlds of a page share, so the page could count ours and clear them.
() => {
  const tasks = window.scheduler;
  const waiting = new Set(); // AbortControllers
  let isStopped = false;
  return {
    // Returns what `cancel` takes, 0 after `stop`.
    later(work, ms) {
      if (isStopped) return 0;
      const timer = new AbortController();
      const { signal } = timer;
      waiting.add(timer);
      const run = () => {
        waiting.delete(timer);
        work();
      };
      tasks.postTask(run, { delay: ms > 0 ? ms : 0, signal }).catch((error) => {
        if (!signal.aborted) throw error;
      });
      return timer;
    },
    cancel(timer) {
      if (waiting.delete(timer)) timer.abort();
    },
    stop() {
      isStopped = true;
      for (const timer of waiting) timer.abort();
      waiting.clear();
    },
  };
}
