// The time, for what goes on.

import { useEffect, useState } from "preact/hooks";

const TICK_MS = 1_000;

/** A Date's milliseconds, again and again. @param {boolean} goesOn */
export function useNow(goesOn) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [goesOn]);
  return now;
}
