/** The mean colours of the cells into which a box of a picture falls, for each box: rows of three hex digits a cell. */
async ([picture, boxes, columns, rows]) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const cell = (left, top, right, bottom) => {
    const [width, height] = [Math.max(1, right - left), Math.max(1, bottom - top)];
    const { data } = context.getImageData(left, top, width, height);
    const sums = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) for (let channel = 0; channel < 3; channel += 1) sums[channel] += data[at + channel];
    return sums.map((sum) => Math.round((sum / (width * height) / 255) * 15).toString(16)).join('');
  };
  return boxes.map(([left, top, width, height]) => Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) => cell(
      Math.round(left + (width * x) / columns), Math.round(top + (height * y) / rows),
      Math.round(left + (width * (x + 1)) / columns), Math.round(top + (height * (y + 1)) / rows),
    ))));
}
