/** What the pull request changes in the model: every key with its place on both sides. */
import type { SettingDifference, SettingSide } from '../../result/comparison.ts';
import { count } from '../../result/quantity.ts';
import { codeCell, details, table } from './markdown-text.ts';

const MOST = 30;

/** One collapsed part; an empty text where nothing differs or nothing is known. */
export function configurationSection(configuration: readonly SettingDifference[] | null): string {
  if (configuration === null || configuration.length === 0) return '';
  const header = ['Where', 'Setting', 'Baseline', 'This PR'].map((title, index) => ({
    title,
    align: index < 2 ? ('left' as const) : ('right' as const),
  }));
  const rows = configuration
    .slice(0, MOST)
    .map(({ path, base, head }) => [placeText(head ?? base), codeCell(path), settingText(base), settingText(head)]);
  const more = configuration.length > MOST ? `\n\nand ${count(configuration.length - MOST)} more` : '';
  return details(`What this PR changes in the model (${count(configuration.length)})`, `${table(header, rows)}${more}`);
}

function placeText(side: SettingSide | null): string {
  if (side === null) return '';
  return codeCell(side.line > 0 ? `${side.file}:${String(side.line)}` : side.file);
}

function settingText(side: SettingSide | null): string {
  return side === null ? 'none' : codeCell(side.text);
}
