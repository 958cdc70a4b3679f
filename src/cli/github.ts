/** GitHub's API by fetch: one request, the tries it takes, and what a refusal says. The token is in no message. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that GitHub refused, or that did not get through. */
export class Refusal extends Error {
  /** 0 where there was no answer. */
  readonly status: number;
  /** Milliseconds to wait before another try; `null` where another try would fare no better. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether it is the token that must not do this. */
  get forbidden(): boolean {
    return this.status === 403 && this.retryAfter === null;
  }
}

/** Tries of one request at most. */
const MOST_TRIES = 5;
/** Longer than this nobody waits for a comment. */
const LONGEST_WAIT_MS = 120_000;
const LONGEST_ANSWER_MS = 30_000;
const MOST_REDIRECTS = 3;

/** How to reach GitHub. */
export interface Access {
  /** Such as `https://api.github.com`, without a final slash. */
  readonly apiUrl: string;
  readonly token: string;
  /** Names the program to GitHub. */
  readonly agent: string;
}

/** An API of GitHub. Every method rejects with a {@link Refusal}. */
export class GitHub {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** One call of the REST API, tried again where that can help. @param path from `/repos` on */
  rest(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<unknown> {
    return this.persist(() => this.once(method, path, body));
  }

  /** All pages of a list. */
  async list(path: string): Promise<unknown[]> {
    const items: unknown[] = [];
    for (let page = 1; ; page++) {
      const some = await this.rest('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${String(page)}`);
      if (!Array.isArray(some)) throw new Refusal(0, 'GitHub answered something that is no list', null);
      items.push(...(some as unknown[]));
      if (some.length < 100) return items;
    }
  }

  /** The `data` of a GraphQL query. */
  async graphql(query: string, variables: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = fields(await this.rest('POST', GRAPHQL, { query, variables }));
    const [error] = Array.isArray(answer['errors']) ? (answer['errors'] as unknown[]) : [];
    if (error !== undefined) throw new Refusal(200, `GitHub answered ${textOf(fields(error)['message'])}`, null);
    return fields(answer['data']);
  }

  /** Does a thing until it is done or another try cannot help. @param action told how many times it was tried before */
  async persist<T>(action: (before: number) => Promise<T>): Promise<T> {
    for (let before = 0; ; before++) {
      try {
        return await action(before);
      } catch (error) {
        if (!(error instanceof Refusal) || error.retryAfter === null || before + 1 >= MOST_TRIES) throw error;
        const wait = Math.max(error.retryAfter, error.retryAfter === 0 ? 0 : 1000 * 2 ** before);
        if (wait > LONGEST_WAIT_MS)
          throw new Refusal(
            error.status,
            `${error.message}; it asks to wait for ${String(Math.ceil(wait / 60_000))} minutes`,
            null,
          );
        await sleep(wait);
      }
    }
  }

  /** A single try. */
  async once(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.#answer(method, this.#url(path), body);
    const text = await response.text().catch(() => '');
    const content = parsed(text);
    if (response.ok) return content;
    throw new Refusal(response.status, refusalText(response.status, content), retryAfter(response, content));
  }

  #url(path: string): string {
    const { apiUrl } = this.#access;
    // GitHub Enterprise Server has the two APIs side by side.
    return path === GRAPHQL ? `${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql` : `${apiUrl}${path}`;
  }

  // Followed by hand: fetch would turn a POST into a GET, and a token belongs to one host.
  async #answer(method: string, start: string, body: object | undefined): Promise<Response> {
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#fetch(method, url, body);
      const target = response.headers.get('location');
      if (![301, 302, 307, 308].includes(response.status) || target === null) return response;
      const next = new URL(target, url);
      if (redirects === MOST_REDIRECTS || next.origin !== new URL(url).origin) return response;
      url = next.href;
    }
  }

  async #fetch(method: string, url: string, body: object | undefined): Promise<Response> {
    const { token, agent } = this.#access;
    try {
      return await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'user-agent': agent,
          'x-github-api-version': '2022-11-28',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new Refusal(0, `GitHub cannot be reached (${networkReason(error)})`, 1);
    }
  }
}

/** An answer's fields; none where it is no object. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A text of an answer; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const GRAPHQL = '/graphql';
/** Passing troubles on GitHub's side. */
const PASSING: readonly number[] = [429, 500, 502, 503, 504];

/** As GitHub's documentation on rate limits says: the header, else when the limit is new, else a minute. */
function retryAfter({ status, headers }: Response, content: unknown): number | null {
  const message = textOf(fields(content)['message']);
  const secondary = /secondary rate limit|abuse detection/i.test(message);
  const header = headers.get('retry-after');
  const empty = headers.get('x-ratelimit-remaining') === '0';
  const limited = status === 403 && (header !== null || empty || secondary || /rate limit exceeded/i.test(message));
  if (!PASSING.includes(status) && !limited) return null;
  if (header !== null) {
    const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
    if (Number.isFinite(wait)) return Math.max(0, wait);
  }
  const reset = Number(headers.get('x-ratelimit-reset') ?? NaN) * 1000 - Date.now();
  if (empty && Number.isFinite(reset)) return Math.max(0, reset);
  return secondary ? 60_000 : 1;
}

/** `GitHub answered 422 Validation Failed: body is too long` */
function refusalText(status: number, content: unknown): string {
  const { message, errors } = fields(content);
  const details = (Array.isArray(errors) ? (errors as unknown[]) : [])
    .map((each) => (typeof each === 'string' ? each : textOf(fields(each)['message'])))
    .filter((text) => text !== '');
  return `GitHub answered ${String(status)} ${[textOf(message), ...details].filter((text) => text !== '').join(': ')}`.trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function networkReason(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown reason';
}
