/** The boxes of the widgets of a dashboard, and of the canvas of those that are charts: `[name, box, canvas's box or null]`. */
() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const dashboard = all(document).find((one) => one.matches('swell-dashboard'));
  const box = (one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return [left, top, width, height].map(Math.round);
  };
  return [...dashboard.shadowRoot.querySelectorAll('[data-widget]')]
    .filter((one) => one.getBoundingClientRect().width > 0)
    .map((one) => {
      const canvas = one.querySelector('swell-chart')?.shadowRoot.querySelector('.canvas');
      return [one.dataset.widget, box(one), canvas ? box(canvas) : null];
    });
}
