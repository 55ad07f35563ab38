// Sends lines of JSON to the recorder in batches, in order, for the frames of one origin in a tab. The page's functions
// are stored before its scripts can replace them.
(config, documentOf) => {
  const { stringify } = JSON;
  const { keys } = Object;
  const { isArray, prototype: arrays } = Array;
  const later = window.setTimeout.bind(window);
  const cancel = window.clearTimeout.bind(window);
  const BATCH_MS = 100;
  const LEAVING_MS = 5_000;
  const BATCH_CHARS = 1_000_000;

  // Playwright's own function would serialise the batch with the page's current JSON.stringify and toJSON, which
  // Prototype.js breaks, so the batch goes to the underlying binding. A string is serialised without the page's help.
  const raw = window[config.channel];
  const wrapped = window[config.binding];
  const send = typeof raw === "function"
    ? (batch) => raw(`{"name":"${config.binding}","seq":0,"serializedArgs":[${stringify(batch)}]}`)
    : (batch) => wrapped(batch).catch(() => {});

  // JSON.stringify calls toJSON of every object; if the page defines one, this serialises without it.
  const plainly = (value) => {
    if (value === null || typeof value !== "object") return typeof value === "function" ? undefined : stringify(value);
    let text = "";
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) text += (i ? "," : "") + (plainly(value[i]) ?? "null");
      return `[${text}]`;
    }
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const part = plainly(value[names[i]]);
      if (part !== undefined) text += `${text ? "," : ""}${stringify(names[i])}:${part}`;
    }
    return `{${text}}`;
  };
  const json = (value) => ("toJSON" in arrays ? plainly(value) : stringify(value));

  let batch = "";
  let timer = 0;
  let isHeld = true; // until the title of the document is known
  let isLeaving = false; // another page is about to load, so nothing can wait

  const sendNow = (lines) => {
    try {
      if (lines) send(lines);
    } catch {
      // Called when the recording has ended.
    }
  };

  const flush = () => {
    if (isHeld) return;
    if (timer) cancel(timer);
    timer = 0;
    const lines = batch;
    batch = "";
    sendNow(lines);
  };

  const lineOf = (event) => {
    try {
      return json({ ...event, document: documentOf() });
    } catch {
      return ""; // a getter of the page throws
    }
  };

  return {
    flush,
    write(event, isUrgent) {
      const line = lineOf(event);
      if (!line) return;
      if (isUrgent) return void sendNow(line);
      batch += batch ? `\n${line}` : line;
      if (isLeaving || batch.length > BATCH_CHARS) flush();
      else if (!isHeld) timer ||= later(flush, BATCH_MS);
    },
    leave() {
      isLeaving = true;
      later(() => (isLeaving = false), LEAVING_MS); // it may have been a download
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
