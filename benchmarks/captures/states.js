// Runs inside the recorded page: returns the epoch time, and waits until the screen is still.

window.__states = (() => {
  const now = () => performance.timeOrigin + performance.now();
  const frame = () => new Promise(requestAnimationFrame);

  // Waits until `condition` holds, no finite animation is running, and two more frames were drawn. Returns when it
  // first held and when the screen was still; null if it did not hold within `patienceMs`.
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
