/** The comments of a pull request: lsim's own among them, by marker and author; writing, replacing, hiding. */
import { readMarker, type Marker } from '../report/comment.ts';
import { fields, Refusal, textOf, type GitHub } from './github.ts';

/** A comment of lsim with the same id, by the same author. */
export interface OwnComment {
  readonly number: number;
  readonly nodeId: string;
  readonly url: string;
  readonly author: string;
  readonly marker: Marker;
}

/** GraphQL answers for so many nodes at once; older comments than these were dealt with long ago. */
const MOST_NODES = 100;

/** One pull request as a place for comments. Every method rejects with a Refusal. */
export class Thread {
  readonly #github: GitHub;
  readonly #repository: string;
  readonly #number: number;

  constructor(github: GitHub, repository: string, number: number) {
    this.#github = github;
    this.#repository = `/repos/${repository}`;
    this.#number = number;
  }

  /** lsim's own comments with this id that are not hidden, the newest first. */
  async own(id: string): Promise<readonly OwnComment[]> {
    const all = await this.#github.list(`${this.#repository}/issues/${String(this.#number)}/comments`);
    const marked = all.flatMap((comment) => ownComment(comment, id)).slice(-MOST_NODES);
    if (marked.length === 0) return [];
    const { login, hidden } = await this.#whoAndWhat(marked);
    return marked
      .filter(({ author, nodeId }) => bare(author) === bare(login) && !hidden.has(nodeId))
      .sort((a, b) => b.number - a.number);
  }

  /** Writes a new comment; where it is not known whether a try got through, looks before it tries again. */
  create(body: string, { id, at, digest }: Marker): Promise<OwnComment> {
    return this.#github.persist(async (before) => {
      const [latest] = before > 0 ? await this.own(id) : [];
      if (latest?.marker.at === at && latest.marker.digest === digest) return latest;
      const path = `${this.#repository}/issues/${String(this.#number)}/comments`;
      return written(await this.#github.once('POST', path, { body }));
    });
  }

  /** Writes another text into a comment. */
  async replace({ number }: OwnComment, body: string): Promise<OwnComment> {
    return written(await this.#github.rest('PATCH', `${this.#repository}/issues/comments/${String(number)}`, { body }));
  }

  /** Folds a comment away as outdated. */
  async hide({ nodeId }: OwnComment): Promise<void> {
    await this.#github.graphql(
      'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }',
      { id: nodeId },
    );
  }

  /** Who the token is, and which of these are hidden; without GraphQL, nobody's comment counts as hidden. */
  async #whoAndWhat(
    comments: readonly OwnComment[],
  ): Promise<{ readonly login: string; readonly hidden: ReadonlySet<string> }> {
    try {
      const data = await this.#github.graphql(
        'query($ids: [ID!]!) { viewer { login } nodes(ids: $ids) { id ... on IssueComment { isMinimized } } }',
        { ids: comments.map(({ nodeId }) => nodeId) },
      );
      const nodes = Array.isArray(data['nodes']) ? (data['nodes'] as unknown[]).map(fields) : [];
      const hidden = nodes.filter(({ isMinimized }) => isMinimized === true).map(({ id }) => textOf(id));
      const login = textOf(fields(data['viewer'])['login']);
      if (login !== '') return { login, hidden: new Set(hidden) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 401) throw error;
    }
    return { login: await this.#login(), hidden: new Set() };
  }

  // The token of a workflow may not ask who it is.
  async #login(): Promise<string> {
    try {
      const login = textOf(fields(await this.#github.rest('GET', '/user'))['login']);
      if (login !== '') return login;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 401) throw error;
    }
    return 'github-actions[bot]';
  }
}

function ownComment(comment: unknown, id: string): OwnComment[] {
  const { body } = fields(comment);
  const marker = readMarker(textOf(body));
  return marker?.id === id ? [{ ...written(comment), marker }] : [];
}

function written(comment: unknown): OwnComment {
  const { id, node_id, html_url, user, body } = fields(comment);
  const none = { id: '', head: '', base: '', at: '', digest: '' };
  return {
    number: Number(id),
    nodeId: textOf(node_id),
    url: textOf(html_url),
    author: textOf(fields(user)['login']),
    marker: readMarker(textOf(body)) ?? none,
  };
}

/** GitHub's two APIs disagree about the suffix of apps. */
function bare(login: string): string {
  return login.replace(/\[bot\]$/, '').toLowerCase();
}
