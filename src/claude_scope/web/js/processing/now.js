// The current time, for running durations.

import { useEffect, useState } from "preact/hooks";

const TICK_MS = 1_000;

/** The time in milliseconds, updated regularly. @param {boolean} goesOn */
export function useNow(goesOn) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [goesOn]);
  return now;
}
