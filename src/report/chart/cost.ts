/** C12: what each function costs, by the parts of the bill. */
import { COST_PARTS } from '../../result/cost.ts';
import { dollars, roundShare, usd, usdDigits } from '../../result/quantity.ts';
import type { CostParts, FunctionResult, RunResult } from '../../result/run-result.ts';
import type { Axis, ChartConfiguration, Dataset } from './configuration.ts';
import { shown } from './findings.ts';
import { framed, GRID_AXIS, leftAxis } from './frame.ts';
import { COLOURS, OTHER } from './palette.ts';
import { linearScale } from './ticks.ts';

/** `null` where nothing is billed. */
export function costChart(result: RunResult): ChartConfiguration | null {
  const { json, setup } = result;
  const monthly = json.cost_usd.month !== undefined;
  const rows = rowsOf(result);
  const greatest = Math.max(0, ...rows.map(({ total }) => total));
  if (greatest === 0) return null;
  const scale = linearScale(greatest * 1.02);
  const digits = usdDigits([greatest]);
  const period = monthly ? 'a month' : 'for the time simulated';
  return framed({
    type: 'bar',
    sideways: true,
    title: title(result, period),
    subtitle:
      `List prices of ${setup.account.region}, Init within duration. Not in it: ${json.inputs.notBilled.join(', ')}.` +
      (json.runs > 1 ? ` Means of ${json.runs.toString()} runs.` : ''),
    datasets: SHARES.flatMap((part) => bars(part, rows)),
    axes: {
      x: {
        ...GRID_AXIS,
        axis: 'x',
        position: 'bottom',
        stacked: true,
        min: 0,
        max: scale.max,
        title: { ...GRID_AXIS.title, text: `US dollars ${period}` },
        labelled: scale.ticks.map(({ value }) => ({ value, label: `$${dollars(value, digits)}` })),
      },
      y: nameAxis(rows),
    },
  });
}

/** Functions that have a bar of their own; the rest is one. */
const NAMED = 11;
const NAME_WIDTH = 280;

/** A stretch of a bar. */
interface Share {
  readonly label: string;
  readonly colour: string;
  readonly hatched?: true;
  readonly of: (cost: CostParts, idle: number) => number;
}

/** From the left. */
const SHARES: readonly Share[] = [
  { label: 'requests', colour: COLOURS.sky, of: (cost) => cost.requests },
  { label: 'duration', colour: COLOURS.blue, of: (cost) => cost.duration },
  { label: 'duration on provisioned', colour: COLOURS.green, of: (cost) => cost.provisionedDuration },
  { label: 'provisioned in use', colour: COLOURS.orange, of: (cost, idle) => cost.provisionedConcurrency * (1 - idle) },
  {
    label: 'provisioned idle',
    colour: COLOURS.orange,
    hatched: true,
    of: (cost, idle) => cost.provisionedConcurrency * idle,
  },
  { label: 'ephemeral storage', colour: COLOURS.purple, of: (cost) => cost.ephemeralStorage },
  { label: 'SnapStart', colour: COLOURS.yellow, of: (cost) => cost.snapStartCache + cost.snapStartRestore },
  { label: 'tenant isolation', colour: OTHER, of: (cost) => cost.tenantIsolation },
  { label: 'provisioned pollers', colour: COLOURS.vermilion, of: (cost) => cost.provisionedPollers },
];

interface Row {
  readonly name: string;
  readonly total: number;
  /** By share, in their order. */
  readonly values: readonly number[];
}

/** The dearest first; the rest as one. */
function rowsOf({ json }: RunResult): Row[] {
  const rows = Object.entries(json.functions)
    .map(([name, f]): Row => {
      const cost = f.cost_usd.month ?? f.cost_usd;
      return { name: shown(name), total: cost.total, values: SHARES.map(({ of }) => of(cost, idleShare(f))) };
    })
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total);
  const rest = rows.slice(NAMED);
  if (rest.length <= 1) return rows;
  const values = SHARES.map((_, k) => rest.reduce((sum, row) => sum + row.values[k]!, 0));
  const total = rest.reduce((sum, row) => sum + row.total, 0);
  return [...rows.slice(0, NAMED), { name: `${rest.length.toString()} other functions`, total, values }];
}

/** The part of the provisioned concurrency that was paid for and not in use, on average. */
function idleShare(f: FunctionResult): number {
  const { provisionedAllocated, ProvisionedConcurrentExecutions } = f as FunctionResult & {
    readonly provisionedAllocated?: { readonly mean: number };
    readonly ProvisionedConcurrentExecutions?: { readonly mean: number };
  };
  if (provisionedAllocated === undefined || ProvisionedConcurrentExecutions === undefined) return 0;
  if (!(provisionedAllocated.mean > 0)) return 0;
  return Math.min(1, Math.max(0, 1 - ProvisionedConcurrentExecutions.mean / provisionedAllocated.mean));
}

function bars({ label, colour, hatched }: Share, rows: readonly Row[]): Dataset[] {
  const index = SHARES.findIndex((share) => share.label === label);
  if (rows.every(({ values }) => values[index] === 0)) return [];
  return [
    {
      type: 'bar',
      label,
      data: rows.map(({ values }, row) => ({ x: values[index]!, y: rows.length - 1 - row })),
      yAxisID: 'y',
      order: 10,
      stack: 'cost',
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: hatched === true ? 1 : 0,
      ...(hatched === true ? { hatched } : {}),
      pointStyle: 'rect',
      barThickness: Math.min(46, 300 / rows.length),
    },
  ];
}

/** The dearest at the top. */
function nameAxis(rows: readonly Row[]): Axis {
  const ticks = rows.map(({ name }, row) => ({ value: rows.length - 1 - row, label: name }));
  return {
    ...leftAxis({ min: -0.6, max: rows.length - 0.4, ticks }, ''),
    title: { ...GRID_AXIS.title, display: false, text: '' },
    grid: { ...GRID_AXIS.grid, drawOnChartArea: false },
    stacked: true,
    lineUpWidth: NAME_WIDTH,
  };
}

function title({ json }: RunResult, period: string): string {
  const cost = json.cost_usd.month ?? json.cost_usd;
  const parts = COST_PARTS.toSorted((a, b) => cost[b] - cost[a]);
  const first = parts[0]!;
  const dearest = Object.entries(json.functions).toSorted(
    ([, a], [, b]) => (b.cost_usd.month ?? b.cost_usd).total - (a.cost_usd.month ?? a.cost_usd).total,
  )[0]!;
  const whole = `${usd(cost.total)} ${period}, ${roundShare(cost[first] / cost.total)} of it for ${WORDS[first]}`;
  if (Object.keys(json.functions).length === 1) return whole;
  const part = (dearest[1].cost_usd.month ?? dearest[1].cost_usd).total / cost.total;
  return `${whole}; ${shown(dearest[0])} costs ${roundShare(part)}`;
}

const WORDS: Readonly<Record<(typeof COST_PARTS)[number], string>> = {
  requests: 'requests',
  duration: 'duration',
  provisionedConcurrency: 'provisioned concurrency',
  provisionedDuration: 'duration on provisioned concurrency',
  ephemeralStorage: 'ephemeral storage',
  snapStartCache: 'the SnapStart cache',
  snapStartRestore: 'SnapStart restores',
  tenantIsolation: 'tenant isolation',
  provisionedPollers: 'provisioned pollers',
};
