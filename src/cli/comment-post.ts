/** Putting a comment where it belongs: a new one, or in the place of the one before, and never over a newer one. */
import type { Marker } from '../report/comment.ts';
import type { CommentBehavior } from './choices.ts';
import type { Draft } from './comment-draft.ts';
import type { OwnComment, Thread } from './comment-thread.ts';
import { Refusal } from './github.ts';

/** What became of a comment. */
export interface Posted {
  readonly action: 'created' | 'updated' | 'unchanged' | 'outdated' | 'silent';
  /** Address of the comment; `null` where there is none. */
  readonly url: string | null;
  /** Why an older comment of lsim is still to be seen; `null` where none is. */
  readonly notHidden: string | null;
}

/** @param worth whether to speak where lsim has not yet. Rejects with a Refusal */
export async function postComment(
  thread: Thread,
  { text, marker }: Draft,
  behavior: CommentBehavior,
  worth: boolean,
): Promise<Posted> {
  const own = behavior === 'new' ? [] : await thread.own(marker.id);
  const [latest, ...older] = own;
  if (latest === undefined) {
    if (!worth) return { action: 'silent', url: null, notHidden: null };
    return { action: 'created', url: (await thread.create(text, marker)).url, notHidden: null };
  }
  if (isNewer(latest.marker, marker)) return { action: 'outdated', url: latest.url, notHidden: null };
  if (latest.marker.digest === marker.digest)
    return { action: 'unchanged', url: latest.url, notHidden: await hideAll(thread, older) };
  if (behavior === 'update') {
    const { url } = await thread.replace(latest, text);
    return { action: 'updated', url, notHidden: await hideAll(thread, older) };
  }
  const { url } = await thread.create(text, marker);
  return { action: 'created', url, notHidden: await hideAll(thread, own) };
}

/** Of two runs of one instant only those of the same commit may follow each other. */
function isNewer(there: Marker, mine: Marker): boolean {
  const ahead = Date.parse(there.at) - Date.parse(mine.at);
  return ahead > 0 || (ahead === 0 && there.head !== mine.head);
}

async function hideAll(thread: Thread, comments: readonly OwnComment[]): Promise<string | null> {
  try {
    for (const comment of comments) await thread.hide(comment);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
