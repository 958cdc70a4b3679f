/** The comparison of two results: the tree that compare.json holds. */
import type { Comparison as Relation, ObjectiveUnit } from './objective.ts';
import type { WarningResult } from './run-result.ts';

/** Version of compare.json, semver: readers accept older minor versions and refuse a newer major. */
export const COMPARISON_VERSION = '1.0.0';

/** What can trip `lsim compare`. */
export type Tripwire = 'new-failure' | 'any-failure' | 'worse';

/** compare.json, key by key in this order. No time of day anywhere. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly schemaVersion: string;
  /** Version of lsim that compared. */
  readonly lsim: string;
  /** `false` where a side could not be simulated, or was interrupted. */
  readonly complete: boolean;
  /** The head was simulated, and every objective of level `fail` that it has is met. */
  readonly ok: boolean;
  /** Whether anything is to be told: an outcome that is not what it was, or a figure that clearly changed. */
  readonly changed: boolean;
  /** One sentence without a full stop, plain text. */
  readonly verdict: string;
  /** Why, and what would help, as the head's own verdict says it; `null` where the head fails nothing. */
  readonly cause: string | null;
  /** What `--fail-on` was given, what tripped it, and the exit code that came of it. */
  readonly failOn: { readonly asked: Tripwire | 'none'; readonly tripped: Tripwire | null; readonly exitCode: number };
  readonly base: ComparisonSide;
  readonly head: ComparisonSide;
  readonly pairing: Pairing;
  /** Share of the baseline below which a clear difference still counts for nothing; from `--min-change`. */
  readonly minChange: number;
  /** The worst first: newly failing, still failing, too close to call, fixed, passing, gone. */
  readonly objectives: readonly ObjectiveComparison[];
  readonly account: FigureComparisons;
  /** Maps by name: first the head's in its order, then those that only the base has. */
  readonly functions: Readonly<Record<string, SubjectComparison>>;
  readonly sources: Readonly<Record<string, SubjectComparison>>;
  readonly queues?: Readonly<Record<string, SubjectComparison>>;
  readonly streams?: Readonly<Record<string, SubjectComparison>>;
  readonly dependencies?: Readonly<Record<string, SubjectComparison>>;
  readonly cost_usd: FigureComparisons;
  /** The greatest change that counts for nothing beside objectives; `null` where every difference is exactly zero. */
  readonly largestChange: LargestChange | null;
  /** What differs in the scenarios, key by key, in the order of the head's file; `null` where a side has no file. */
  readonly configuration: readonly SettingDifference[] | null;
  /** Peak concurrency of the account in run 1 on both sides; `null` where a side has no series. */
  readonly concurrency: ConcurrencyCourse | null;
  /** What was not compared, and why: one sentence each. */
  readonly notes: readonly string[];
  /** What would help, one sentence each, best first. */
  readonly suggestions: readonly string[];
  /** The command that gives these figures again. */
  readonly reproduce: string;
}

/** One side of a comparison, and where it came from. */
export interface ComparisonSide {
  /** How to name it in a sentence: `scenarios/burst.yaml`, `burst.yaml at 1f3c9ab`, `burst.yaml, variant lid`. */
  readonly label: string;
  /**
   * `missing` = there is no such file at that ref; `invalid` = it is no scenario; `skipped` = not simulated, as there is
   * no head to compare with. These three have no result.
   */
  readonly status: 'simulated' | 'saved' | 'missing' | 'invalid' | 'skipped';
  /** Path of the scenario or result.json as typed, without a ref; `-` for standard input. */
  readonly file: string;
  readonly variant: string | null;
  /** As typed, the commit it stands for (40 hex digits), and whether that is the merge base of what was typed. */
  readonly ref: { readonly given: string; readonly commit: string; readonly mergeBase: boolean } | null;
  /** What is wrong with it, positions and frames included; empty unless `missing` or `invalid`. */
  readonly problems: readonly SideProblem[];
  /** What result.json says of it; `null` where there is no result. */
  readonly result: SideResult | null;
}

/** An error in a scenario; text as the terminal shows it, secrets taken out. */
export interface SideProblem {
  readonly code: string;
  readonly file: string;
  /** 1-based; 0 where there is no place. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The lines around it with a caret, or an empty string. */
  readonly frame: string;
}

/** The head of a result.json, under its own names. */
export interface SideResult {
  readonly name: string;
  readonly digest: string;
  readonly complete: boolean;
  readonly ok: boolean;
  readonly verdict: string;
  readonly model: string;
  readonly prices: string;
  readonly notBilled: readonly string[];
  readonly seed: string;
  readonly runs: number;
  readonly duration_s: number;
  readonly warmup_s: number;
  /** Texts of its causes of throttles, most throttles first. */
  readonly causes: readonly string[];
  /** What was assumed and not measured, among others. */
  readonly warnings: readonly WarningResult[];
}

/** Which runs of both sides belong together: those of the same seed see the same arrivals and service times. */
export interface Pairing {
  /** `false`: intervals are those of two independent samples, and wider. */
  readonly paired: boolean;
  /** Pairs of runs; where not paired, the smaller number of runs. 0 where a side has no result. */
  readonly runs: number;
  /** Seeds of the first and last pair; `null` where not paired. */
  readonly seeds: readonly [string, string] | null;
  readonly sameDuration: boolean;
}

/** Head minus base: the mean over the pairs of runs. */
export interface Difference {
  readonly value: number;
  /** Half the width of its 95 % interval (Student's t); `null` with one run. */
  readonly ci95: number | null;
  /** `value` as a share of the baseline's figure; `null` where that is 0. */
  readonly relative: number | null;
}

/**
 * What a difference amounts to: `none` = exactly zero in every run; `unclear` = the interval holds zero, or there is
 * one run alone; `small` = clear but under `minChange`; `better`, `worse` and, where neither is good or bad,
 * `different` = clear; `incomparable` = the figure is on one side only, or depends on the horizon and that differs.
 */
export type Change = 'none' | 'unclear' | 'small' | 'better' | 'worse' | 'different' | 'incomparable';

/** Unit of a figure. */
export type FigureUnit = 'share' | 'ms' | 's' | 'count' | 'usd';

/** One figure on both sides, as result.json has it. */
export interface FigureComparison {
  /** In words, without the subject: `p99 latency`. */
  readonly label: string;
  readonly unit: FigureUnit;
  readonly better: 'lower' | 'higher' | null;
  readonly base: number | null;
  readonly head: number | null;
  readonly difference: Difference | null;
  readonly change: Change;
}

/** Figures by their path in result.json below their subject, such as `latency.p99_ms` or `ConcurrentExecutions.max`. */
export type FigureComparisons = Readonly<Record<string, FigureComparison>>;

/** A function, source, route, queue, stream or dependency. */
export interface SubjectComparison {
  /** On which sides it is. */
  readonly on: 'both' | 'base' | 'head';
  /** Whether any of its figures is `better`, `worse` or `different`, or it is on one side only. */
  readonly changed: boolean;
  readonly figures: FigureComparisons;
  /** Of an API with routes. */
  readonly routes?: Readonly<Record<string, SubjectComparison>>;
}

/**
 * How an objective stands on the head as compared with the base. `too-close` = the head's interval straddles the
 * threshold. Without a base it `fails` or `passes`; `gone` = the head no longer has it.
 */
export type Outcome = 'newly-fails' | 'fails' | 'still-fails' | 'too-close' | 'fixed' | 'passes' | 'gone';

/** One objective; the same one on both sides where `on`, metric and window are the same. */
export interface ObjectiveComparison {
  readonly on: string;
  /** As the head says it; the base's where the head has none. */
  readonly expr: string;
  readonly level: 'fail' | 'warn';
  readonly unit: ObjectiveUnit;
  readonly relation: Relation;
  readonly outcome: Outcome;
  readonly base: ObjectiveSide | null;
  readonly head: ObjectiveSide | null;
  readonly difference: Difference | null;
  readonly change: Change;
  /** Of one that is too close to call: runs that should settle it; `null` where no sensible number would. */
  readonly runsToSettle: number | null;
}

/** An objective on one side, as result.json has it. */
export interface ObjectiveSide {
  readonly ok: boolean;
  readonly threshold: number;
  readonly value: number | null;
  readonly ci95: number | null;
  readonly margin: number | null;
  readonly worst: { readonly t_s: number; readonly value: number } | null;
  readonly runs: number;
  readonly runsMeeting: number;
}

/** Where the greatest relative difference is. */
export interface LargestChange {
  /** `checkout`, `account`; empty for the bill of the whole scenario. */
  readonly on: string;
  readonly label: string;
  /** Share of the baseline; `null` where that is 0. */
  readonly relative: number | null;
  readonly change: Change;
}

/** A key that is not the same on both sides; a side without it is `null`. */
export interface SettingDifference {
  /** As `--set` takes it: `functions.checkout.reservedConcurrency`. */
  readonly path: string;
  readonly base: SettingSide | null;
  readonly head: SettingSide | null;
}

/** A value as the file has it, in one line, secrets taken out; and its place. */
export interface SettingSide {
  readonly text: string;
  /** As the side names it; `--set` for a flag. */
  readonly file: string;
  /** 1-based; 0 where there is no place. */
  readonly line: number;
  readonly column: number;
}

/** Greatest concurrency per step of time, t = 0 being the start of the warm-up. */
export interface ConcurrencyCourse {
  /** Width of a step: a whole number of minutes, at most 60 steps. */
  readonly step_s: number;
  readonly base: readonly number[];
  readonly head: readonly number[];
  /** The account's limit on each side. */
  readonly baseLimit: number;
  readonly headLimit: number;
}

/** Everything of a comparison but what its findings say. */
export type ComparedResults = Pick<
  Comparison,
  | 'base'
  | 'head'
  | 'pairing'
  | 'objectives'
  | 'account'
  | 'functions'
  | 'sources'
  | 'queues'
  | 'streams'
  | 'dependencies'
  | 'cost_usd'
>;
