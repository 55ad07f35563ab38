// Applies the light or dark theme chosen in the app before the first paint; without a choice the system's theme
// applies. A classic script, since a module would run after the first paint.

try {
  const chosen = localStorage.getItem("cs-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is disabled: the system's theme applies.
}
