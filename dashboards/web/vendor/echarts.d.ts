// ECharts publishes types of 40,000 lines; the page builds plain options and calls this.
export function init(element: HTMLElement, theme: string | null, options: Record<string, unknown>): any;
export function registerMap(name: string, shapes: Record<string, unknown>): void;
