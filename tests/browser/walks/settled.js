/** Whether the dashboard has what it asked for, and all its charts are drawn. */
() => {
  const inside = (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])];
  const all = (root) => [...root.querySelectorAll('*')].flatMap(inside);
  const seen = all(document);
  const body = seen.find((one) => one.matches('.body[aria-busy]'));
  const done = (chart) => {
    const canvas = chart.shadowRoot.querySelector('.canvas');
    return !canvas || canvas.clientWidth < 8 || canvas.querySelector('canvas') !== null;
  };
  return body?.getAttribute('aria-busy') === 'false' && !seen.some((one) => one.matches('.waiting'))
    && seen.filter((one) => one.matches('swell-chart')).every(done);
}
