/** Console and network: the lines of the selected state are marked, and a line selects its state. */
class Feeds {
  /** @param {(index: number) => void} go */
  constructor(go) {
    this.lines = all('.feed [data-state]');
    for (const line of this.lines) {
      line.addEventListener('click', (event) => {
        const target = /** @type {Element} */ (event.target);
        if (target.closest('details') || (!target.closest('a') && getSelection()?.toString())) return;
        event.preventDefault();
        go(stateOf(line));
      });
    }
  }

  /** @param {number} index of the selected state */
  show(index) {
    for (const line of this.lines) {
      const isCurrent = stateOf(line) === index;
      line.classList.toggle('is-current', isCurrent);
      const link = line.querySelector('a');
      isCurrent ? link?.setAttribute('aria-current', 'true') : link?.removeAttribute('aria-current');
    }
    for (const list of all('.feed')) this.reveal(list, index);
  }

  /** Scroll a list to the lines of a state, or to where they would be. @param {HTMLElement} list @param {number}
   * index */
  reveal(list, index) {
    const line = all('[data-state]', list).find((entry) => stateOf(entry) >= index);
    if (!line) list.scrollTop = list.scrollHeight;
    else if (list.contains(document.activeElement)) scrollWithin(list, line);
    else list.scrollTop = line.offsetTop - list.clientHeight / 3;
  }
}

/** Counted from 0. @param {HTMLElement} line */
function stateOf(line) {
  return Number(line.dataset.state) - 1;
}
