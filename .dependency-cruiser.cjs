/** Which room may know which. Each rule says where the code belongs that breaks it. */

/** Modules of Node that reach the world outside. */
const EFFECTS =
  '^(node:)?(fs|child_process|worker_threads|cluster|net|http|https|http2|dgram|dns|tls|readline|repl|tty|os|process|stream|timers|perf_hooks|inspector|vm|v8)(/|$)';

/** The files of src/lambda, src/workload and src/result that hold facts: numbers, presets and the arithmetic between them. */
const MODEL_DATA =
  '^src/(lambda/(throttle|drop-condition|events|stream-timers|quotas|assumptions|assumption-notes|deployment-strategies|pricing|runtimes|init-presets|handler-time|steady-state|call-graph)|workload/(retry-presets|config)|result/(month|recovery-spans))[.]ts$';

module.exports = {
  forbidden: [
    {
      name: 'kernel-knows-nothing',
      comment:
        'src/des knows time, order and chance, and nothing of AWS. What concerns Lambda belongs to src/lambda; what concerns callers to src/workload.',
      severity: 'error',
      from: { path: '^src/des/' },
      to: { path: '^src/', pathNot: '^src/des/' },
    },
    {
      name: 'model-to-kernel-only',
      comment:
        'src/lambda is built on the kernel alone. Statistics belong to src/result (behind the Monitor port), callers to src/workload, defaults and checks of the file to src/scenario.',
      severity: 'error',
      from: { path: '^src/lambda/' },
      to: { path: '^src/', pathNot: '^src/(lambda|des)/' },
    },
    {
      name: 'workload-sees-facts-of-lambda',
      comment:
        'src/workload knows the kernel, the types and facts of src/lambda, the token bucket that gateways have too, and what it needs to play the calls of handlers. What decides about admission belongs to src/lambda; what both need as a fact belongs to one of the MODEL_DATA files.',
      severity: 'error',
      from: { path: '^src/workload/' },
      to: {
        path: '^src/lambda/',
        pathNot: [MODEL_DATA, '^src/lambda/(invariant|token-bucket|deadlines|handler-calls|lineage|call-tree)[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workload-to-lambda-and-kernel-only',
      comment: 'src/workload says who calls and when. Statistics belong to src/result, reading of files to src/cli.',
      severity: 'error',
      from: { path: '^src/workload/' },
      to: { path: '^src/', pathNot: '^src/(workload|lambda|des)/' },
    },
    {
      name: 'result-reads-the-model',
      comment:
        'src/result turns records into one result. It may read src/lambda, the kernel and the types of src/workload, and what it needs of a scenario is its own Setup; text and charts belong to src/report.',
      severity: 'error',
      from: { path: '^src/result/' },
      to: { path: '^src/', pathNot: '^src/(result|lambda|des|workload)/' },
    },
    {
      name: 'result-sees-types-of-workload',
      comment:
        'src/result hears of requests through the port that src/workload declares, and takes no more of it than types. What a request does belongs to src/workload; what it counts for belongs here.',
      severity: 'error',
      from: { path: '^src/result/' },
      to: { path: '^src/workload/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scenario-describes-only',
      comment:
        'src/scenario turns text into a Scenario. Running one belongs to src/simulate.ts, printing to src/report, reading files to src/cli.',
      severity: 'error',
      from: { path: '^src/scenario/' },
      to: { path: '^src/', pathNot: '^src/(scenario|lambda|workload|result|des)/' },
    },
    {
      name: 'scenario-sees-facts-only',
      comment:
        'src/scenario fills in the types of src/lambda, src/workload and src/result from facts. A rule that decides something while the simulation runs belongs to those rooms; a default or a check of the file belongs here.',
      severity: 'error',
      from: { path: '^src/scenario/' },
      to: { path: '^src/(lambda|workload|result)/', pathNot: MODEL_DATA, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'report-reads-results-only',
      comment:
        'src/report turns a result into text or bytes. A figure that is missing is computed in src/result; a file is written by src/cli.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(report|result)/', MODEL_DATA, '^src/des/time[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'report-knows-no-scenario',
      comment: 'Not even types: what a report needs of the scenario is in the result (Setup).',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/(scenario|workload|cli)/|^src/(simulate|index)[.]ts$' },
    },
    {
      name: 'nobody-knows-the-command-line',
      comment: 'src/cli is the outermost room. What others need of it belongs to the room that needs it first.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'files-only-in-cli',
      comment:
        'Files, threads, the clock and the terminal belong to src/cli; hand text, bytes or a port (such as FilePort) to the other rooms.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: EFFECTS },
    },
    {
      name: 'threads-and-flags-only-in-cli',
      comment: 'The pool of workers and the grammar of the command line belong to src/cli.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: 'node_modules/(piscina|yargs)/' },
    },
    {
      name: 'canvas-only-in-png',
      comment:
        'The canvas is heavy and optional: only src/report/png.ts loads it. A chart is plain data and belongs to src/report/chart.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/png[.]ts$' },
      to: {
        path: ['node_modules/(chartjs-node-canvas|canvas|@napi-rs/canvas)(/|$)', '^vendor/canvas/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'random-only-in-streams',
      comment: 'Chance comes from the named streams of src/des/random.ts; take a Stream.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/des/random[.]ts$' },
      to: { path: 'node_modules/(@types/)?(seedrandom|d3-random|pure-rand)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Of two files that know each other, one holds what belongs to the other, or both need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing uses is dead, or was not plugged in.',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/index[.]ts$', '[.]d[.]ts$'] },
      to: {},
    },
    {
      name: 'no-drawers',
      comment:
        'A thing used by one room lives in it; a thing used by two belongs to the lower one, under its own name.',
      severity: 'error',
      from: {},
      to: {
        path: [
          '^src/(utils?|helpers?|common|types|misc|shared)[/.]',
          '^src/.+/(utils?|helpers?|common|types|misc|shared)[/.]',
        ],
      },
    },
    {
      name: 'no-missing-modules',
      comment: 'The module cannot be found: a misspelt path, or a package that package.json does not name.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'What the program needs when it runs belongs to "dependencies".',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
