/** Turns the prompts, which are below each other, into tabs (WAI-ARIA Authoring Practices, "Tabs"). */
function startTabs() {
  const list = /** @type {?HTMLElement} */ (document.querySelector('.tabs'));
  const panels = all('.prompt');
  if (!list || panels.length < 2) return;
  const tabs = panels.map((panel) => makeTab(panel));
  const select = (/** @type {number} */ index) => tabs.forEach((tab, at) => {
    tab.setAttribute('aria-selected', String(at === index));
    tab.tabIndex = at === index ? 0 : -1;
    panels[at].hidden = at !== index;
  });
  list.append(...tabs);
  list.hidden = false;
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[(to + tabs.length) % tabs.length].focus();
  });
  tabs.forEach((tab, index) => {
    tab.addEventListener('focus', () => select(index));
    tab.addEventListener('click', () => select(index));
  });
  select(0);
}

/** @param {HTMLElement} panel */
function makeTab(panel) {
  const tab = make('button', { type: 'button', role: 'tab', id: `${panel.id}-tab`, 'aria-controls': panel.id }, panel.dataset.name ?? '');
  panel.setAttribute('role', 'tabpanel');
  panel.removeAttribute('aria-label');
  panel.setAttribute('aria-labelledby', tab.id);
  panel.querySelector('h3')?.remove();
  return tab;
}
