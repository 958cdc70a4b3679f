/** A server that behaves like GitHub's API where comments on pull requests are concerned. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment as the server keeps it. */
export interface FakeComment {
  readonly id: number;
  readonly author: string;
  body: string;
  minimized: boolean;
}

/** An answer instead of the right one. */
export interface Trouble {
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests it is for, such as `POST /repos/acme/shop/issues/7/comments`; all where absent. */
  readonly of?: string;
  /** The request is carried out all the same, as when a proxy loses the answer. */
  readonly done?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A pull request of the server. */
export interface FakePull {
  readonly number: number;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } };
}

/** That of a workflow, and that of a workflow for a fork. */
export const WRITER = 'ghs_workflow_token';
export const READER = 'ghs_reading_token';

const READ_ONLY = 'Resource not accessible by integration';
const COMMENTS = /^\/repos\/acme\/shop\/issues\/(\d+)\/comments$/;
const COMMENT = /^\/repos\/acme\/shop\/issues\/comments\/(\d+)$/;
const LONGEST = 65_536;

/** The repository acme/shop with its pull requests. Knows two tokens, WRITER's and READER's. */
export class FakeGitHub {
  readonly comments: FakeComment[] = [];
  readonly troubles: Trouble[] = [];
  /** `GET /repos/acme/shop/issues/7/comments?per_page=100&page=1` and so on. */
  readonly requests: string[] = [];
  pulls: FakePull[] = [{ number: 7, head: { sha: '', ref: 'topic', repo: { full_name: 'acme/shop' } } }];
  /** The GraphQL API answers as where it is switched off. */
  withoutGraphql = false;
  readonly #server: Server;
  #next = 1000;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Listens, and gives the address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  add(body: string, author = 'github-actions[bot]'): FakeComment {
    const comment = { id: this.#next++, author, body, minimized: false };
    this.comments.push(comment);
    return comment;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url = '' } = request;
    this.requests.push(`${method} ${url}`);
    const trouble = this.#trouble(`${method} ${url}`);
    const right = trouble === undefined || trouble.done === true;
    const answer = right
      ? this.#answer(request, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>))
      : null;
    const { status, body, headers } =
      trouble === undefined ? answer! : { ...trouble, body: { message: trouble.message } };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  #trouble(request: string): Trouble | undefined {
    const index = this.troubles.findIndex(({ of }) => of === undefined || request.startsWith(of));
    return index < 0 ? undefined : this.troubles.splice(index, 1)[0];
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, body: Readonly<Record<string, unknown>>): Answer {
    const { pathname: whole, searchParams } = new URL(url, 'http://localhost');
    // GitHub Enterprise Server has the APIs below these.
    const pathname = whole.replace(/^\/api\/v3(?=\/)|^\/api(?=\/graphql$)/, '');
    const token = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
    if (token !== WRITER && token !== READER) return { status: 401, body: { message: 'Bad credentials' } };
    if (method === 'GET' && pathname === '/user') return { status: 403, body: { message: READ_ONLY } };
    if (method === 'GET' && pathname === '/repos/acme/shop/pulls') return this.#pulls(searchParams);
    if (pathname === '/graphql') return this.#graphql(body, token);
    const number = COMMENTS.exec(pathname)?.[1];
    if (number !== undefined && this.pulls.some((pull) => pull.number === Number(number))) {
      if (method === 'GET') return this.#page(pathname, searchParams);
      return method === 'POST' ? this.#write(null, body, token) : { status: 404, body: { message: 'Not Found' } };
    }
    const comment = this.comments.find(({ id }) => id === Number(COMMENT.exec(pathname)?.[1]));
    if (method === 'PATCH' && comment !== undefined) return this.#write(comment, body, token);
    return { status: 404, body: { message: 'Not Found' } };
  }

  #page(pathname: string, query: URLSearchParams): Answer {
    const size = Math.min(100, Number(query.get('per_page') ?? 30));
    const page = Number(query.get('page') ?? 1);
    const shown = this.comments.slice((page - 1) * size, page * size);
    const more = this.comments.length > page * size;
    const link = `<http://localhost${pathname}?per_page=${String(size)}&page=${String(page + 1)}>; rel="next"`;
    return { status: 200, body: shown.map(asJson), headers: more ? { link } : {} };
  }

  #write(comment: FakeComment | null, { body }: Readonly<Record<string, unknown>>, token: string): Answer {
    if (token === READER) return { status: 403, body: { message: READ_ONLY } };
    const text = String(body);
    if ([...text].length > LONGEST) {
      const message = `Body is too long (maximum is ${String(LONGEST)} characters)`;
      const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
      return { status: 422, body: { message: 'Validation Failed', errors } };
    }
    if (comment === null) return { status: 201, body: asJson(this.add(text)) };
    comment.body = text;
    return { status: 200, body: asJson(comment) };
  }

  #pulls(query: URLSearchParams): Answer {
    const [owner, ref] = (query.get('head') ?? '').split(':');
    const found = this.pulls.filter(({ head }) => head.ref === ref && head.repo.full_name.split('/')[0] === owner);
    return { status: 200, body: found };
  }

  #graphql({ query, variables }: Readonly<Record<string, unknown>>, token: string): Answer {
    if (this.withoutGraphql) return { status: 404, body: { message: 'Not Found' } };
    const { id, ids } = variables as { id?: string; ids?: readonly string[] };
    if (String(query).includes('minimizeComment')) {
      const comment = this.comments.find((each) => nodeId(each) === id);
      if (token === READER || comment === undefined) return { status: 200, body: { errors: [{ message: READ_ONLY }] } };
      comment.minimized = true;
      return { status: 200, body: { data: { minimizeComment: { minimizedComment: { isMinimized: true } } } } };
    }
    const nodes = this.comments
      .filter((comment) => ids?.includes(nodeId(comment)))
      .map((comment) => ({ id: nodeId(comment), isMinimized: comment.minimized }));
    return { status: 200, body: { data: { viewer: { login: 'github-actions[bot]' }, nodes } } };
  }
}

function asJson(comment: FakeComment): object {
  const { id, author, body } = comment;
  const html_url = `https://github.com/acme/shop/pull/7#issuecomment-${String(id)}`;
  return { id, node_id: nodeId(comment), html_url, body, user: { login: author } };
}

function nodeId({ id }: FakeComment): string {
  return `IC_${String(id)}`;
}
