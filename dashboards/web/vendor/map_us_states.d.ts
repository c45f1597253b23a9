declare const shapes: Record<string, unknown>;
export default shapes;
