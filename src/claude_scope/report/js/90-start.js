/** The trees of the inspected pages. */
function startPages() {
  for (const place of all('[data-tree]')) {
    const rows = data.trees[Number(place.dataset.tree)];
    if (!rows.length) continue;
    const tree = new Tree(rows, 'ARIA snapshot of the page');
    place.replaceChildren(new Finder(tree).node, tree.node);
  }
}

document.documentElement.classList.add('scripted');
startCopying();
startTabs();
startPages();
if (data.states.length) new States();
for (const keys of all('.keys')) keys.hidden = false;
