/** All states: one is shown at a time, selected in the filmstrip, by keys, or by the address. */
class States {
  constructor() {
    this.views = all('.state').map((article, index) => new StateView(article, index));
    this.cards = all('.filmstrip a');
    this.current = 0;
    this.toolbar = byId('toolbar');
    this.feeds = new Feeds((index) => this.go(index));
    this.listen();
    this.toolbar.hidden = false;
    this.select(this.fromAddress() ?? this.atFirst());
  }

  /** The state in the address. @return {number | undefined} */
  fromAddress() {
    const number = Number(/^#state-(\d+)$/.exec(location.hash)?.[1]);
    return number >= 1 && number <= this.views.length ? number - 1 : undefined;
  }

  /** Where it went wrong, otherwise the first state. */
  atFirst() {
    return Math.max(0, this.views.findIndex((view) => view.article.classList.contains('is-wrong')));
  }

  /** @return {{view: string, boxes: string, colour: string}} */
  choice() {
    const value = (/** @type {string} */ name) =>
      /** @type {?HTMLInputElement} */ (this.toolbar.querySelector(`[name=${name}]:checked`))?.value ?? '';
    return { view: value('view'), boxes: value('boxes'), colour: value('colour') || 'change' };
  }

  /** @param {string} name @param {string} value @return {HTMLInputElement} */
  input(name, value) {
    return /** @type {HTMLInputElement} */ (this.toolbar.querySelector(`[name=${name}][value=${value}]`));
  }

  /** @param {number} index */
  select(index) {
    this.current = index;
    this.views.forEach((view, at) => { view.article.hidden = at !== index; });
    this.cards.forEach((card, at) => {
      card.tabIndex = at === index ? 0 : -1;
      at === index ? card.setAttribute('aria-current', 'true') : card.removeAttribute('aria-current');
    });
    this.reveal(this.cards[index]);
    /** @type {HTMLButtonElement} */ (byId('previous')).disabled = index === 0;
    /** @type {HTMLButtonElement} */ (byId('next')).disabled = index === this.views.length - 1;
    this.feeds.show(index);
    this.refresh();
  }

  /** Scroll the filmstrip sideways, and only the filmstrip. @param {HTMLElement} card */
  reveal(card) {
    const strip = /** @type {HTMLElement} */ (card.closest('ol'));
    strip.scrollLeft = card.offsetLeft - (strip.clientWidth - card.clientWidth) / 2;
  }

  refresh() {
    const choice = this.choice();
    for (const fieldset of all('fieldset:not(:first-of-type)', this.toolbar)) {
      /** @type {HTMLFieldSetElement} */ (fieldset).disabled = choice.view !== 'frame';
    }
    const alone = !this.views[this.current].pictureBefore();
    for (const name of ['swipe', 'difference']) this.input('view', name).disabled = alone;
    showLegend(choice.colour, choice.view === 'frame' ? choice.boxes : 'none');
    this.views[this.current].show(choice);
  }

  /** Go to a state at the user's request. @param {number} index @param {boolean} [focus] */
  go(index, focus = false) {
    const to = Math.min(this.views.length - 1, Math.max(0, index));
    if (to === this.current) return;
    this.select(to);
    history.replaceState(null, '', `#state-${to + 1}`);
    if (focus) this.cards[to].focus({ preventScroll: true });
    else announce(`State ${to + 1}: ${this.views[to].article.querySelector('h3')?.textContent}`);
  }

  listen() {
    byId('previous').addEventListener('click', () => this.go(this.current - 1));
    byId('next').addEventListener('click', () => this.go(this.current + 1));
    this.toolbar.addEventListener('change', () => this.refresh());
    this.cards.forEach((card, index) => card.addEventListener('click', (event) => {
      event.preventDefault();
      this.go(index, true);
    }));
    addEventListener('hashchange', () => {
      const index = this.fromAddress();
      if (index === undefined) return;
      this.select(index);
      this.views[index].article.scrollIntoView({ block: 'start' });
    });
    document.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const inStrip = this.cards.includes(/** @type {HTMLElement} */ (target));
    if (target.closest('input, [role=tree], [role=tablist]') || (!inStrip && target.closest('pre'))) return;
    const to = this.target(event.key, inStrip || target === document.body);
    if (to === undefined) return;
    event.preventDefault();
    this.go(to, inStrip);
  }

  /** @param {string} key @param {boolean} arrows @return {number | undefined} */
  target(key, arrows) {
    if (key === 'j' || key === 'J') return this.current + 1;
    if (key === 'k' || key === 'K') return this.current - 1;
    if (!arrows) return undefined;
    if (key === 'ArrowRight') return this.current + 1;
    if (key === 'ArrowLeft') return this.current - 1;
    if (document.activeElement === document.body) return undefined;
    if (key === 'Home') return 0;
    return key === 'End' ? this.views.length - 1 : undefined;
  }
}
