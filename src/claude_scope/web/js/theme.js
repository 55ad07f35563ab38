// Light or dark as chosen in the app, set before anything is painted; without a choice the system's holds.
// A classic script: a module would run after the first paint.

try {
  const chosen = localStorage.getItem("cs-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system's choice holds.
}
