// Style sheets that a script changed, rule by rule, and the sheets that documents and shadow roots adopted.
(nodes, dom, observers) => {
  const STYLE_RULES = 8, ADOPTED = 15; // sources of incremental events
  const elements = new Map(); // <style> and <link> elements -> their sheet, and its rules as recorded
  let constructed = new Map(); // adopted sheets -> their id in rrweb, and their rules as recorded
  let adopted = new Map(); // documents and shadow roots -> the sheets that they adopted, as recorded

  // Null for a sheet of another origin.
  const rulesOf = (sheet) => {
    try {
      return Array.from(sheet.cssRules, (rule) => rule.cssText);
    } catch {
      return null;
    }
  };

  // The rules that the text of a <style> element has: a script may have changed its sheet at once.
  const written = (element) => {
    const text = element.textContent;
    if (nodes.tagOf(element) !== "STYLE" || text.includes("@import")) return rulesOf(element.sheet);
    const sheet = new (element.ownerDocument.defaultView.CSSStyleSheet)();
    sheet.replaceSync(text);
    return rulesOf(sheet);
  };

  // The replayer adds rules before it removes others.
  const change = (before, after) => {
    let first = 0;
    while (first < before.length && first < after.length && before[first] === after[first]) first++;
    let same = 0;
    while (same < before.length - first && same < after.length - first && before.at(-1 - same) === after.at(-1 - same)) same++;
    const added = after.slice(first, after.length - same);
    const removed = before.length - same - first;
    return {
      adds: added.map((rule, n) => ({ rule, index: first + n })),
      removes: Array.from({ length: removed }, () => ({ index: first + added.length })),
    };
  };

  const isChanged = (rules, sheet) => {
    const list = sheet.cssRules;
    if (list.length !== rules.length) return true;
    for (let n = 0; n < rules.length; n++) if (list[n].cssText !== rules[n]) return true;
    return false;
  };

  const compare = (known, sheet, owner) => {
    if (!known.rules || !isChanged(known.rules, sheet)) return;
    const rules = rulesOf(sheet);
    dom.write({ source: STYLE_RULES, ...owner, ...change(known.rules, rules) });
    known.rules = rules;
  };

  const isSame = (a, b) => a.length === b.length && a.every((sheet, n) => sheet === b[n]);

  const sweepRoot = (root) => {
    const sheets = [...root.adoptedStyleSheets];
    if (isSame(adopted.get(root) || [], sheets)) return;
    adopted.set(root, sheets);
    if (sheets.length) root.adoptedStyleSheets = sheets; // rrweb records it
    else dom.write({ source: ADOPTED, id: dom.id(root.host || root), styleIds: [] });
  };

  return {
    // rrweb recorded an element with the rules that its sheet has now.
    begin: (element) => elements.set(element, { sheet: element.sheet, rules: element.sheet ? rulesOf(element.sheet) : null }),
    // rrweb recorded which sheets a document or a shadow root adopted, and the rules of new ones.
    adopted(node, { styleIds, styles = [] }) {
      const root = nodes.isDocument(node) ? node : nodes.shadowOf(node);
      if (!root) return;
      const sheets = [...root.adoptedStyleSheets];
      adopted.set(root, sheets);
      const isNew = new Set(styles.map(({ styleId }) => styleId));
      sheets.forEach((sheet, n) => isNew.has(styleIds[n]) && constructed.set(sheet, { id: styleIds[n], rules: rulesOf(sheet) }));
    },
    // rrweb takes a full snapshot, after which it counts the adopted sheets anew.
    restart: () => ([constructed, adopted] = [new Map(), new Map()]),
    sweep() {
      for (const [element, known] of elements) {
        const { sheet } = element;
        if (sheet && sheet !== known.sheet) elements.set(element, { sheet, rules: written(element) });
        if (sheet && dom.id(element)) compare(elements.get(element), sheet, { id: dom.id(element) });
      }
      for (const root of observers.roots()) sweepRoot(root);
      for (const [sheet, known] of constructed) compare(known, sheet, { styleId: known.id });
    },
    forget() {
      for (const element of elements.keys()) if (!nodes.isConnected(element)) elements.delete(element);
    },
  };
}
