// Input into fields: consecutive input into a field is one act, with the resulting value.
(config, bridge, nodes, secrets, targets, acts) => {
  const PAUSE_MS = 1_500;
  const KEY_MS = 1_000; // an input event this soon after a key was caused by it
  const MAX_CHARS = 10_000;
  const OTHERS = /^(checkbox|radio|file|range|button|submit|reset|image|hidden)$/;
  let typed = null;
  let keyTime = 0;
  const chosen = new WeakMap(); // file fields -> their files

  const editorOf = (element) => {
    let host = element;
    while (nodes.isEditable(nodes.parentElementOf(host))) host = nodes.parentElementOf(host);
    return host;
  };
  // The field that receives text, or null.
  const fieldOf = (element) => {
    if (nodes.isA(element, "textarea")) return element;
    if (nodes.isA(element, "input")) return OTHERS.test(element.type) ? null : element;
    return nodes.isEditable(element) ? editorOf(element) : null;
  };
  const isEditor = (field) => !nodes.isA(field, "input", "textarea");
  const valueOf = (field, t) => secrets.masked((isEditor(field) ? field.innerText.replace(/\n$/, "") : field.value).slice(0, MAX_CHARS), field, t);

  // Like its value, without a layout of the page: this is read at each letter.
  const contentOf = (field, t) => (isEditor(field) ? secrets.masked(nodes.textOf(field).slice(0, MAX_CHARS), field, t) : "");

  const settle = () => {
    if (!typed) return;
    const { field, t, until, value, what, timer } = typed;
    bridge.cancel(timer);
    typed = null;
    keyTime = 0;
    acts.write(t, { act: "type", ...what, point: null, value: isEditor(field) && nodes.isConnected(field) ? valueOf(field, t) : value, until });
  };
  acts.settlers.add(settle);

  // A script that calls `document.execCommand` causes trusted events too. It is an act only as the reaction to an event of
  // the user in the same field: editors insert what was pasted. Between two listeners of such an event microtasks run; they
  // do not while a script runs.
  const SOURCES = ["keydown", "beforeinput", "input", "paste", "cut", "drop", "compositionend"];
  const used = new WeakMap(); // fields -> the time of the last event of the user
  let isByScript = false;
  const begin = () => {
    isByScript = true;
    Promise.resolve().then(() => (isByScript = false));
  };
  const note = (event) => {
    const field = fieldOf(targets.deepest(event));
    if (field && !isByScript) used.set(field, bridge.at(event));
  };
  for (const name of SOURCES) {
    acts.listen(name, begin);
    acts.listen(name, note);
  }

  const heard = new WeakMap(); // fields -> the time of their last input event
  const touch = (field, event) => {
    if (isByScript && !(bridge.at(event) - used.get(field) < KEY_MS)) return;
    heard.set(field, bridge.at(event));
    touchAt(field, heard.get(field));
  };
  const touchAt = (field, t) => {
    if (typed?.field !== field) {
      acts.settleOthers();
      typed = { field, t: keyTime && t - keyTime < KEY_MS ? keyTime : t, what: targets.what(targets.targetOf(field)), value: "", timer: 0 };
      acts.noteTime(typed.t);
    }
    acts.scrolling(0); // scrolling from now on follows the caret
    typed.until = t;
    typed.value = isEditor(field) ? typed.value : valueOf(field, typed.t);
    acts.begin(typed.t, { act: "type", ...typed.what, point: null, value: typed.value || contentOf(field, typed.t), until: t });
    bridge.cancel(typed.timer);
    typed.timer = bridge.later(settle, PAUSE_MS);
  };

  const on = {
    // An editor that changes its text itself gets no input event.
    beforeinput(event) {
      const field = fieldOf(targets.deepest(event));
      if (field && isEditor(field)) touch(field, event);
    },
    input(event) {
      const field = fieldOf(targets.deepest(event));
      if (field && (typed?.field === field || !isEditor(field) || event.inputType)) touch(field, event);
    },
    focusout() {
      settle();
    },
    change(event) {
      const element = targets.deepest(event);
      const t = bridge.at(event);
      if (nodes.isA(element, "select")) {
        choose("select", t, element, [...element.selectedOptions].map((option) => option.label));
      }
    },
  };
  // Includes untrusted events: pages forward dropped files, and drivers choose files, with their own events.
  window.addEventListener("change", (event) => {
    const element = targets.deepest(event);
    if (!nodes.isA(element, "input") || element.type !== "file" || !element.files?.length || chosen.get(element) === element.files) return;
    chosen.set(element, element.files);
    choose("file", bridge.at(event), element, [...element.files].map((file) => file.name));
  }, true);
  const choose = (act, t, element, values) => {
    acts.settleOthers();
    const value = secrets.isPrivate(element) ? config.mask : values.join(", ").slice(0, MAX_CHARS);
    acts.write(t, { act, ...targets.what(targets.targetOf(element)), point: null, value });
  };
  for (const [name, listener] of Object.entries(on)) acts.listen(name, listener);

  // The first key: a listener of it may hang before the input event. An input event begins the act again.
  const beginWith = (t, field, key) => {
    const what = targets.what(targets.targetOf(field));
    acts.begin(t, { act: "key", ...what, point: null, key: key.length === 1 ? secrets.masked(key, field) : key });
    bridge.later(() => isTyping(t) || acts.drop(t), 0);
  };
  const isTyping = (t) => typed?.t === t;

  return {
    fieldOf,
    isEditor,
    isTyping, // whether input into a field began then
    // A key that edits text: the act begins with it. If a page inserts the letter into the field itself, there is no
    // input event.
    key(t, field, key) {
      const isFirst = !typed && t - keyTime > KEY_MS;
      if (isFirst || !keyTime) keyTime = t;
      if (isFirst && field) beginWith(t, field, key);
      if (!field || isEditor(field)) return;
      const before = field.value;
      const isTaken = () => field.value !== before && !(heard.get(field) >= t);
      const isCleared = () => field.value === "" && typed?.field === field; // the page replaced what was typed
      bridge.later(() => isTaken() && !isCleared() && touchAt(field, t), 0);
    },
  };
}
