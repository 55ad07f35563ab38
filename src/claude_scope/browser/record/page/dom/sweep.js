// Looks for what scripts changed without a change of the DOM that rrweb could observe from this world: values of fields,
// rules of style sheets, shadow roots, and states that are no attributes. rrweb records what differs.
(bridge, nodes, dom, observers, states, sheets) => {
  const SOON_MS = 100;
  const SHARE = 40; // of the time, a sweep takes at most one part in this many
  const REST_MS = 500; // between sweeps of a page at rest
  const LIVELY_MS = 2_000; // after a sign that scripts run
  const FORGET_MS = 5_000;
  const MOST_BEFORE_ACTS_MS = 25; // in a second
  const OTHERS = /^(file|hidden|submit|button|reset|image)$/; // their value is an attribute, or secret
  const fields = new Map(); // fields -> their value and state as recorded
  let cost = 0;
  let lively = bridge.now(); // the last such sign
  let forgot = lively;
  let isStarted = false;
  let before = { since: 0, spent: 0 }; // the sweeps before acts in the current second

  const chosenIn = (field) => (nodes.tagOf(field) === "SELECT" ? field.selectedIndex : field.checked);

  const sweepFields = () => {
    for (const [field, last] of fields) {
      const value = field.value;
      const chosen = last.isList ? field.selectedIndex : field.checked;
      if (value === last.value && chosen === last.chosen) continue;
      [last.value, last.chosen] = [value, chosen];
      if (dom.id(field) && !OTHERS.test(field.type)) dom.atOnce(() => (field.value = value));
    }
  };

  const sweepRoot = (root) => {
    for (const element of nodes.all(root, "*")) {
      const inner = nodes.shadowOf(element);
      if (!inner || observers.has(inner) || !dom.id(element)) continue;
      element.attachShadow(); // rrweb observes it from now on
      observers.report(inner);
    }
  };

  const forget = (t) => {
    forgot = t;
    for (const field of fields.keys()) if (!nodes.isConnected(field)) fields.delete(field);
    states.forget();
    sheets.forget();
  };

  const parts = [
    () => observers.roots().forEach(sweepRoot),
    sweepFields,
    sheets.sweep,
    () => states.sweep((element, changed) => dom.id(element) && dom.mark(element, changed)),
  ];
  const sweep = () => {
    if (!isStarted || document.hidden) return 0;
    const t = bridge.now();
    for (const part of parts) {
      try {
        part();
      } catch {
        // What fails for one element, such as a form whose fields shadow its properties, must not end the other parts.
      }
    }
    if (t - forgot > FORGET_MS) forget(t);
    const took = bridge.now() - t;
    cost += (took - cost) / 4; // the first sweep takes long, and other programs interrupt some
    return took;
  };

  let timer = 0;
  const wait = () => {
    const isLively = bridge.now() - lively < LIVELY_MS;
    bridge.cancel(timer);
    timer = bridge.later(() => {
      sweep();
      wait();
    }, Math.max(isLively ? SOON_MS : REST_MS, SHARE * cost));
  };

  const touch = () => {
    const t = bridge.now();
    const wasAtRest = t - lively > LIVELY_MS;
    lively = t;
    if (wasAtRest && isStarted) wait();
  };

  return {
    touch,
    start() {
      isStarted = true;
      wait();
    },
    now: sweep,
    // Before an act: what the page did until then belongs to the time before it.
    beforeAct() {
      touch();
      const t = bridge.now();
      if (t - before.since > 1_000) before = { since: t, spent: 0 };
      if (before.spent < MOST_BEFORE_ACTS_MS) before.spent += sweep();
    },
    // rrweb recorded this field as it is now.
    begin: (field) => fields.set(field, { value: field.value, chosen: chosenIn(field), isList: nodes.tagOf(field) === "SELECT" }),
  };
}
