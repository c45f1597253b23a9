/** Makes canvases draw letters as bars, as wide as their number says, so that pictures do not depend on fonts. */
{
  const canvas = CanvasRenderingContext2D.prototype;
  const size = (context) => Number(/(\d+(?:\.\d+)?)px/.exec(context.font)?.[1] ?? 12);
  const width = (context, text) => String(text).length * size(context) * 0.55;
  canvas.measureText = function measureText(text) {
    const high = size(this);
    const box = { actualBoundingBoxAscent: high * 0.75, actualBoundingBoxDescent: high * 0.2 };
    return { width: width(this, text), actualBoundingBoxLeft: 0, actualBoundingBoxRight: width(this, text), ...box };
  };
  canvas.strokeText = () => {};
  canvas.fillText = function fillText(text, x, y) {
    const [wide, high] = [width(this, text), size(this) * 0.5];
    const left = { center: wide / 2, right: wide, end: wide }[this.textAlign] ?? 0;
    const above = { middle: high / 2, top: 0, hanging: 0 }[this.textBaseline] ?? high;
    this.save();
    this.globalAlpha *= 0.5;
    this.fillRect(x - left, y - above, wide, high);
    this.restore();
  };
}
