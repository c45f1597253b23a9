/**
 * The point of a chart's canvas at which the mark of a row is on top: its bar, slice, region or day; null without one.
 * `chosen` has some cells of the row, by the names of their columns.
 */
async (canvas, chosen) => {
  const base = [...document.scripts].map((one) => one.src).find((src) => src.includes('/src/'));
  const chart = (await import(new URL('../vendor/echarts.js', base).href)).getInstanceByDom(canvas);
  const { columns, rows } = canvas.getRootNode().host.view;
  const wanted = rows.findIndex((cells) => columns.every(({ name }, at) => !(name in chosen) || cells[at] === chosen[name]));
  const model = chart.getModel();
  const rowOf = (element) => {
    for (let one = element; one; one = one.parent) {
      const key = Object.keys(one).find((name) => name.startsWith('__ec_inner_') && one[name]?.seriesIndex !== undefined);
      if (!key || one[key].dataIndex === undefined) continue;
      const data = model.getSeriesByIndex(one[key].seriesIndex).getData(one[key].dataType);
      return data.getRawDataItem(one[key].dataIndex)?.row;
    }
    return undefined;
  };
  const { handler, storage } = chart.getZr();
  const hits = (x, y) => rowOf(handler.findHover(x, y).target) === wanted;
  for (const element of storage.getDisplayList(true)) {
    if (rowOf(element) !== wanted) continue;
    const { x, y, width, height } = element.getBoundingRect();
    for (const part of [0.5, 0.25, 0.75, 0.1, 0.9]) {
      const at = element.transformCoordToGlobal(x + width * part, y + height / 2);
      if (hits(...at)) return at;
    }
  }
  return null;
}
