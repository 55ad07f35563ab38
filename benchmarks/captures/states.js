// Runs inside the page that is recorded: tells the time on the epoch's clock, and waits until the screen is still.

window.__states = (() => {
  const now = () => performance.timeOrigin + performance.now();
  const frame = () => new Promise(requestAnimationFrame);

  // Waits until `condition` holds, no animation that ends is running, and two more frames were drawn.
  // Answers with the time when it first held and the time when the screen was still; null if it did not in `patienceMs`.
  async function settle([condition, patienceMs]) {
    const holds = new Function(`return ${condition}`);
    const until = now() + patienceMs;
    while (!holds()) {
      if (now() > until) return null;
      await frame();
    }
    const changed = now();
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    await Promise.all(document.getAnimations().filter(ends).map((animation) => animation.finished));
    await frame();
    await frame();
    return [changed, now()];
  }

  return { now, settle };
})();
