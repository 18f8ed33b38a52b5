// Before anything is drawn: the colors that were chosen last.
try {
  const chosen = localStorage.getItem("tradepost-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
