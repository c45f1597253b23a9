/** Calls to the server. Every failure becomes an `ApiError` that a page can show as it is. */

/** @typedef {import('./wire.d.ts').Diagnostic} Diagnostic */

const NOT_SIGNED_IN = 401;

export class ApiError extends Error {
  /**
   * @param {number} status HTTP status, 0 when the server could not be reached
   * @param {string} message what happened
   * @param {string | null} hint what to do next
   * @param {Diagnostic[]} diagnostics faults in a query, with their places
   */
  constructor(status, message, hint = null, diagnostics = []) {
    super(message);
    this.status = status;
    this.hint = hint;
    this.diagnostics = diagnostics;
  }
}

/**
 * What happened and what to do next, in one text.
 * @param {unknown} error
 */
export function wordsOf(error) {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error instanceof ApiError ? error.hint : null].filter(Boolean).join(' ');
}

/**
 * True for the error of a request that was given up because a newer one replaced it.
 * @param {unknown} error
 */
export function isAbort(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<any>} the decoded JSON
 */
async function request(path, options) {
  const response = await answered(path, options);
  const body = await decode(response);
  if (response.ok) return body;
  if (response.status === NOT_SIGNED_IN) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`);
  throw refused(response, body);
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function answered(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, 'The server did not answer.', 'Is `swell serve` still running?');
  }
}

/**
 * @param {Response} response
 * @param {any} body
 */
function refused(response, body) {
  const said = body?.error ?? {};
  return new ApiError(
    response.status,
    said.message ?? `The server answered with status ${response.status}.`,
    said.hint ?? null,
    body?.diagnostics ?? [],
  );
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function decode(response) {
  try {
    return await response.json();
  } catch (error) {
    if (isAbort(error)) throw error;
    return null;
  }
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export function get(path, signal) {
  return request(path, { signal, headers: { Accept: 'application/json' } });
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 */
export function post(path, body, signal) {
  return request(path, {
    method: 'POST',
    signal,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} version that is replaced; the server refuses (412) where it has another one by now
 */
export function put(path, body, version) {
  return request(path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'If-Match': `"${version}"` },
    body: JSON.stringify(body),
  });
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} [version] that is changed; the server refuses (412) where it has another one by now
 */
export function patch(path, body, version) {
  return request(path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...(version ? { 'If-Match': `"${version}"` } : {}) },
    body: JSON.stringify(body),
  });
}

/** @param {string} path */
export function remove(path) {
  return request(path, { method: 'DELETE', headers: { Accept: 'application/json' } });
}

/**
 * Asks for a file and hands it to the browser, which saves it.
 * @param {string} path
 * @param {unknown} body
 */
export async function download(path, body) {
  const response = await answered(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw refused(response, await decode(response));
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'export';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = decodeURIComponent(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * What there is to choose from in a global filter of a dashboard.
 * @param {string} dashboard
 * @param {string} filter
 * @param {string} search a text that the members contain; empty for all
 * @param {import('./wire.d.ts').FilterChoices} filters what the filters are set to
 * @returns {Promise<import('./wire.d.ts').ChoicesAnswer>}
 */
export function askChoices(dashboard, filter, search, filters) {
  return post(`/api/dashboards/${encodeURIComponent(dashboard)}/filters/${encodeURIComponent(filter)}`, { filters, search });
}

/** Runs one task at a time; starting another one aborts the one before, and so does its element when it leaves the page. */
export class Latest {
  /** @type {AbortController | null} */
  #current = null;

  /** @param {{addController: (controller: any) => void}} [host] the element whose task it is, where it has no other to cancel */
  constructor(host) {
    host?.addController(this);
  }

  hostDisconnected() {
    this.cancel();
  }

  /**
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} task
   * @returns {Promise<T | undefined>} the task's result, `undefined` when a newer task has replaced it
   */
  async run(task) {
    this.cancel();
    const own = new AbortController();
    this.#current = own;
    try {
      const result = await task(own.signal);
      return this.#current === own ? result : undefined;
    } catch (error) {
      if (isAbort(error) || this.#current !== own) return undefined;
      throw error;
    } finally {
      if (this.#current === own) this.#current = null;
    }
  }

  cancel() {
    this.#current?.abort();
    this.#current = null;
  }
}
