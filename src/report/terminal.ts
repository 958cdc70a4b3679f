/** The summary of a run on the terminal: the verdict first, then why, then the figures. */
import { moreOfTheKind } from '../result/kinds.ts';
import type { ResultJson, RunResult } from '../result/run-result.ts';
import { count, plural, share, span, usd } from '../result/quantity.ts';
import { blockedTexts } from '../result/stream-findings.ts';
import { visible } from './safe-text.ts';
import { billLines } from './terminal/bill.ts';
import { dependencyLines } from './terminal/dependencies.ts';
import { deploymentLines } from './terminal/deployments.ts';
import { eventLines } from './terminal/events.ts';
import { faultLines } from './terminal/faults.ts';
import { formulaLines } from './terminal/formula.ts';
import type { Look } from './terminal/ink.ts';
import { paint, symbol } from './terminal/ink.ts';
import { nameCell } from './terminal/name-cell.ts';
import { nextStep } from './terminal/next-step.ts';
import { objectiveLines } from './terminal/objectives.ts';
import { provisionedLines } from './terminal/provisioned.ts';
import { queueLines } from './terminal/queues.ts';
import { streamLines } from './terminal/streams.ts';
import { topicLines } from './terminal/topics.ts';
import { numbersAfterName, paragraph, table } from './terminal/table.ts';
import { waitingLines } from './terminal/waiting.ts';
import { accountLine, functionLines, latencyPartLines, sourceLines } from './terminal/totals.ts';

/** What the summary needs to know besides the result. */
export interface SummaryOptions {
  /** Of lsim. */
  readonly version: string;
  /** As the user named it; `-` for standard input. */
  readonly scenarioFile: string;
  readonly color: boolean;
  /** Whether the terminal can show `✓` and its like. */
  readonly unicode: boolean;
  /** Each run and every warning. */
  readonly verbose: boolean;
  /** What was written, names relative to the folder; `null` where nothing was. */
  readonly files: { readonly directory: string; readonly names: readonly string[] } | null;
}

/** The whole summary, at most about 100 columns wide, with a final newline. */
export function summaryText(result: RunResult, options: SummaryOptions): string {
  const { json, setup } = result;
  const heading = (text: string): string => paint(options, 'bold', text);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [heading(title), ...lines];
  const blocks: readonly (readonly string[])[] = [
    [headerLine(result, options)],
    [verdictLine(result, options)],
    section('OBJECTIVES', objectiveLines(options, json.objectives, json.runs)),
    section('WHY', whyLines(result)),
    [...functionLines(options, json), accountLine(json), ...billLines(json, setup)],
    faultLines(options, json),
    deploymentLines(options, json),
    provisionedLines(options, json),
    sourceLines(options, json),
    latencyPartLines(options, json),
    eventLines(options, json),
    queueLines(options, result),
    dependencyLines(options, json, setup),
    [...streamLines(options, json), ...topicLines(options, json)],
    section('WAITING', waitingLines(json)),
    formulaLines(options, json, setup),
    options.verbose && json.runs > 1 ? runLines(options, json) : [],
    section('UNFINISHED', unfinishedLines(json)),
    section(`WARNINGS (${count(json.warnings.length)})`, warningLines(json, options)),
    lastLines(result, options),
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${text.join('\n\n')}\n`;
}

/** `✗ FAIL  shop fails 4.12 % of requests …`, without a newline. */
export function verdictLine({ json }: RunResult, look: Look): string {
  const verdict = visible(json.verdict);
  const mark = json.ok ? symbol(look, 'met') : symbol(look, 'missed');
  const word = json.ok ? 'PASS' : 'FAIL';
  const badge = paint(look, json.ok ? 'green' : 'red', paint(look, 'bold', mark === word ? word : `${mark} ${word}`));
  return `${badge}  ${verdict}`;
}

const MOST = 8;

function headerLine({ json, setup }: RunResult, options: SummaryOptions): string {
  const planned = setup.duration / 1_000_000;
  const time = json.complete
    ? `${span(json.duration_s)} simulated`
    : `stopped after ${span(json.duration_s)} of ${span(planned)}`;
  const warmup = json.warmup_s > 0 ? ` (${span(json.warmup_s)} of them warm-up)` : '';
  const variant = setup.variant === null ? '' : `, variant ${nameCell(options, setup.variant, 40)}`;
  const name = `${nameCell(options, options.scenarioFile, 48)}${variant}`;
  const until =
    json.precision?.met === true ? ` until ${symbol(options, 'plusMinus')}${share(json.precision.wanted)}` : '';
  return `lsim ${options.version}  ${name}  ${time}${warmup}, ${plural(json.runs, 'run')}${until}, seed ${nameCell(options, json.seed, 24)}`;
}

function whyLines({ json, setup }: RunResult): string[] {
  const kept = (json.faults ?? []).flatMap(({ metastable }) => metastable?.text ?? []);
  const texts = [...kept, ...json.causes.map(({ text }) => text), ...blockedTexts(setup, json.sources)];
  const lines = texts.slice(0, MOST).flatMap((text) => paragraph(visible(text), 2));
  return texts.length > MOST ? [...lines, `  and ${count(texts.length - MOST)} more: result.json`] : lines;
}

function unfinishedLines(json: ResultJson): string[] {
  const { unfinished } = json;
  const waiting = waitingNouns(json).map((noun) => (unfinished.queued === 1 ? noun : `${noun}s`));
  const parts = [
    { value: unfinished.requests, text: plural(unfinished.requests, 'request') },
    { value: unfinished.invocations, text: plural(unfinished.invocations, 'invocation') },
    { value: unfinished.queued, text: `${count(unfinished.queued)} queued ${waiting.join(' or ')}` },
  ].filter(({ value }) => value > 0);
  if (parts.length === 0) return [];
  return [`  ${parts.map(({ text }) => text).join(', ')} had not ended when the run stopped`];
}

/** What it may be that waits in queues and streams. */
function waitingNouns({ functions, queues = {}, sources }: ResultJson): readonly string[] {
  const events = Object.values(functions).some(({ asyncEvents }) => (asyncEvents?.queued ?? 0) > 0);
  const messages = Object.values(queues).some(({ remaining }) => remaining.visible + remaining.inFlight > 0);
  const records = Object.values(sources).some(({ iteratorAge_ms }) => iteratorAge_ms !== undefined);
  const nouns = [...(messages ? ['message'] : []), ...(records ? ['record'] : [])];
  return events || nouns.length === 0 ? ['event', ...nouns] : nouns;
}

function warningLines({ warnings }: ResultJson, { verbose }: SummaryOptions): string[] {
  const shown = verbose ? warnings : warnings.slice(0, MOST);
  const lines = shown.flatMap(({ id, count: times, text }) =>
    paragraph(`${id}  ${visible(text)}${moreOfTheKind(times - 1)}`, 2),
  );
  const left = warnings.length - shown.length;
  return left > 0 ? [...lines, `  and ${count(left)} more: --verbose, result.json`] : lines;
}

function runLines(look: Look, { perRun }: ResultJson): string[] {
  const header = ['RUNS', 'seed', 'invocations', 'throttled', 'peak', 'cost'].map((text) => ({
    text,
    style: 'dim' as const,
  }));
  const rows = perRun.map(({ run, seed, account, functions, cost_usd }) => {
    const all = Object.values(functions);
    const invocations = all.reduce((sum, fn) => sum + fn.Invocations, 0);
    const throttles = all.reduce((sum, fn) => sum + fn.Throttles, 0);
    const throttled = share(throttles + invocations === 0 ? 0 : throttles / (throttles + invocations));
    return [
      `  ${run}`,
      nameCell(look, seed, 16),
      count(invocations),
      throttled,
      count(account.ConcurrentExecutions.max),
      usd(cost_usd.total),
    ];
  });
  return table(look, numbersAfterName(5), [header, ...rows]);
}

function lastLines(result: RunResult, options: SummaryOptions): string[] {
  const command = nextStep(result, options.scenarioFile);
  const lines = command === null ? [] : [`${paint(options, 'bold', 'TRY')}    ${visible(command)}`];
  if (options.files === null) return lines;
  const directory = visible(options.files.directory).replace(/\/?$/, '/');
  return [...lines, `${paint(options, 'bold', 'FILES')}  ${[directory, ...grouped(options.files.names)].join('  ')}`];
}

/** Charts and logs as one entry a folder: `charts/ (7 png)`. */
function grouped(names: readonly string[]): string[] {
  const folders = new Map<string, number>();
  const entries: string[] = [];
  for (const name of names) {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : null;
    if (folder === null) entries.push(visible(name));
    else folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [
    ...entries,
    ...Array.from(folders, ([folder, files]) => `${visible(folder)} (${files} ${folder === 'logs/' ? 'log' : 'png'})`),
  ];
}
