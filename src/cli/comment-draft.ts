/** The text of a comment and its marker, from a comparison and what is known of the run. */
import { createHash } from 'node:crypto';
import { commentBody, fitsMarker, markerLine, type Marker } from '../report/comment.ts';
import type { Comparison, Outcome } from '../result/comparison.ts';
import type { CommentOn } from './choices.ts';
import { linkTarget, type CommentCommand } from './comment-options.ts';
import type { RunContext } from './pull-request.ts';

/** A comment that is ready to be posted. */
export interface Draft {
  /** Without the marker. */
  readonly body: string;
  readonly marker: Marker;
  /** Both, the marker on the last line. */
  readonly text: string;
}

/** @param hide takes secrets out of a text */
export function draftOf(
  comparison: Comparison,
  options: CommentCommand,
  context: RunContext,
  hide: (text: string) => string,
): Draft {
  const commit = orNone(context.commit === '' ? comparison.head.ref?.commit : context.commit);
  const base = orNone(comparison.base.ref?.commit);
  const undated = { id: options.id, head: commit, base, at: context.at, digest: `sha256:${'0'.repeat(64)}` };
  const address = options.detailsUrl ?? context.runUrl;
  const body = hide(
    commentBody(comparison, {
      title: options.title,
      commit: commit === NONE ? null : commit,
      detailsUrl: address === null ? null : linkTarget(address),
      inPlace: options.behavior === 'update',
      maxChars: options.maxChars - markerLine(undated).length - 1,
    }),
  );
  const marker = { ...undated, digest: `sha256:${createHash('sha256').update(body).digest('hex')}` };
  return { body, marker, text: `${body}${markerLine(marker)}\n` };
}

/** Whether a comparison is worth a comment where there is none yet. */
export function worthTelling({ base, head, changed, objectives, failOn }: Comparison, on: CommentOn): boolean {
  if (on === 'always' || head.result === null) return true;
  if (on === 'change') return changed || base.result === null;
  return failOn.tripped !== null || objectives.some(({ outcome }) => ALARMING.includes(outcome));
}

const ALARMING: readonly Outcome[] = ['newly-fails', 'fails'];
const NONE = 'none';

function orNone(commit: string | undefined): string {
  return commit !== undefined && fitsMarker(commit) ? commit : NONE;
}
