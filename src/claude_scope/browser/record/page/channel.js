// Sends lines of JSON to the recorder in batches, in order, for the frames that share a root.
(port, timers, documentOf) => {
  const BATCH_MS = 100;
  const LEAVING_MS = 5_000;
  const BATCH_CHARS = 1_000_000;

  let batch = "";
  let timer = 0;
  let isHeld = true; // until the title of the document is known
  let isLeaving = false; // another page is about to load, so nothing can wait

  const send = (lines) => {
    try {
      if (lines) port.send(lines);
    } catch {
      // The recording has ended.
    }
  };

  const flush = () => {
    if (isHeld) return;
    timers.cancel(timer);
    timer = 0;
    const lines = batch;
    batch = "";
    send(lines);
  };

  const lineOf = (event) => JSON.stringify({ ...event, document: documentOf() });

  return {
    flush,
    write(event, isUrgent) {
      const line = lineOf(event);
      if (isUrgent) return void send(line);
      batch += batch ? `\n${line}` : line;
      if (isLeaving || batch.length > BATCH_CHARS) flush();
      else if (!isHeld) timer ||= timers.later(flush, BATCH_MS);
    },
    // Sends the event at once, and all before it: the page's own listeners may run next, and one of them may never end.
    writeNow(event) {
      if (isHeld) return void send(lineOf(event));
      this.write(event);
      flush();
    },
    leave() {
      isLeaving = true;
      timers.later(() => (isLeaving = false), LEAVING_MS); // it may have been a download
      flush();
    },
    release(first) {
      if (!isHeld) return;
      isHeld = false;
      if (first) batch = batch ? `${lineOf(first())}\n${batch}` : lineOf(first());
      flush();
    },
  };
}
