// Removes what comes after the first `most` elements of this frame, in document order; returns how many there were.
(most) => {
  const all = [...document.getElementsByTagName("*")];
  const kept = new Set(all.slice(0, most));
  for (const element of all.slice(most)) if (kept.has(element.parentNode)) element.remove();
  return all.length;
}
