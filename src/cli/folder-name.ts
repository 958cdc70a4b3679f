/** The output folder of a scenario, from its free-text name. */

/** Longest name in characters, and in bytes of UTF-8, which file systems count. */
const MOST_CHARACTERS = 100;
const MOST_BYTES = 200;

/** A name that is one folder on any system: no separators, nothing invisible, not hidden, not `.` or `..`, never empty. */
export function folderName(scenario: string): string {
  const safe = scenario
    .replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '-')
    .trim()
    .replace(/^\.+/, '-');
  const name = shortened(safe).replace(/[. ]+$/, '');
  return name === '' || /^-+$/.test(name) ? 'scenario' : name;
}

function shortened(text: string): string {
  let name = '';
  let bytes = 0;
  for (const character of Array.from(text).slice(0, MOST_CHARACTERS)) {
    bytes += Buffer.byteLength(character);
    if (bytes > MOST_BYTES) break;
    name += character;
  }
  return name;
}
