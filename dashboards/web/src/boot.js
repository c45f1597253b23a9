// Runs before the first paint, so that a chosen theme never flashes the other one. Not a module: modules run later.
(function () {
  try {
    const theme = localStorage.getItem('swell.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's setting then decides.
  }
})();
