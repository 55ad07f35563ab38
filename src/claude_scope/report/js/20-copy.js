/** Put a text on the clipboard; old browsers and pages from disk may allow it only through a selection. @param
 * {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (make('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' }));
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('not allowed');
  }
}

/** @param {HTMLElement} button */
async function copyFrom(button) {
  const text = button.dataset.copy ?? byId(button.dataset.copyFrom ?? '').textContent ?? '';
  const before = document.activeElement;
  const done = await copy(text).then(() => true, () => false);
  if (before instanceof HTMLElement) before.focus();
  announce(done ? 'Copied' : 'The browser does not allow copying; select the text instead');
  if (!done) return;
  button.classList.add('copied');
  setTimeout(() => button.classList.remove('copied'), 1400);
}

/** @param {string} text @param {string} label */
function copyButton(text, label) {
  return make('button', { type: 'button', class: 'copy', 'data-copy': text, 'aria-label': label }, icon('copy'));
}

function startCopying() {
  for (const button of all('.copy')) button.hidden = false;
  document.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('.copy');
    if (button instanceof HTMLElement) copyFrom(button);
  });
}
