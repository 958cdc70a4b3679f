/** The known word that someone who wrote another one most likely meant. */

/**
 * The candidate nearest to `word` by edit distance (insert, delete, replace, swap of neighbours; case ignored),
 * or `null` where none is near: at most a third of the letters may differ, or one word begins with the other.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const distance = Math.min(editDistance(wanted, known), prefixDistance(wanted, known));
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, known.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` did you mean X?` after a semicolon, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? '' : `; did you mean ${near}?`;
}

const LONGEST = 60;

function prefixDistance(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  return shorter >= 3 && a.slice(0, shorter) === b.slice(0, shorter) ? 1 : Infinity;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > LONGEST / 3 || a.length > LONGEST || b.length > LONGEST) return Infinity;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let distance = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) distance = Math.min(distance, at(beforePrevious, column - 2) + 1);
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
