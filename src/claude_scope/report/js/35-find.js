/** A field that finds rows of a tree, open or closed; Enter goes to the next one. */
class Finder {
  /** @param {Tree} tree */
  constructor(tree) {
    this.tree = tree;
    /** @type {number[]} */ this.found = [];
    this.at = -1;
    this.input = /** @type {HTMLInputElement} */ (make('input', { type: 'search', 'aria-label': 'Find in the tree', placeholder: 'Find a role or a name' }));
    this.said = make('span', { class: 'hint', role: 'status' });
    this.node = make('div', { class: 'finder' }, this.input, this.said);
    this.input.addEventListener('input', () => this.search());
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.step(event.shiftKey ? -1 : 1);
    });
  }

  search() {
    const wanted = this.input.value.trim().toLowerCase();
    const says = (/** @type {Row} */ row) => `${row.role} ${row.name ?? ''} ${row.text ?? ''}`.toLowerCase().includes(wanted);
    this.found = wanted ? this.tree.rows.flatMap((row, index) => (says(row) ? [index] : [])) : [];
    this.at = -1;
    this.step(1);
  }

  /** @param {number} by */
  step(by) {
    for (const item of all('.found', this.tree.node)) item.classList.remove('found');
    const many = this.found.length;
    this.said.textContent = this.input.value.trim() ? 'nothing found' : '';
    if (!many) return;
    this.at = (this.at + by + many) % many;
    this.said.textContent = `${this.at + 1} of ${many}`;
    const item = this.tree.reveal(this.found[this.at]);
    if (!item) return;
    item.classList.add('found');
    this.tree.enter(this.found[this.at]);
    scrollWithin(this.tree.node, item);
  }
}
