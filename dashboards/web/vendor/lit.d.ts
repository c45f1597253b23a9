// The part of Lit's types that the page uses; written by hand, since the bundle has none.
export class LitElement extends HTMLElement {
  readonly renderRoot: ShadowRoot;
  readonly hasUpdated: boolean;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
  addController(controller: { hostConnected?(): void; hostDisconnected?(): void }): void;
  connectedCallback(): void;
  disconnectedCallback(): void;
}
export class Directive {}
export function directive(kind: unknown): (...values: any[]) => unknown;
export const PartType: Record<string, number>;
export function html(strings: TemplateStringsArray, ...values: unknown[]): unknown;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): unknown;
export function css(strings: TemplateStringsArray, ...values: unknown[]): unknown;
export function unsafeCSS(text: string): unknown;
export function classMap(names: Record<string, boolean>): unknown;
export function live(value: unknown): unknown;
export function ref(target: unknown): unknown;
export function createRef(): { value?: Element };
export function repeat<T>(items: Iterable<T>, key: (item: T) => unknown, template: (item: T, at: number) => unknown): unknown;
export const nothing: unique symbol;
