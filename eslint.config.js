import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms that compute: what they do depends on their input alone. */
const PURE_ROOMS = ['des', 'lambda', 'workload', 'result', 'report'].map((room) => `src/${room}/**/*.ts`);

/** What a pure room must not reach for, and what it takes instead. */
const IMPURE_GLOBALS = {
  Date: 'Simulated time is Simulation.now; a result holds no time of day.',
  performance: 'Simulated time is Simulation.now; the clock on the wall belongs to src/cli.',
  setTimeout: 'Schedule an event.',
  setInterval: 'Schedule an event.',
  setImmediate: 'Schedule an event.',
  process: 'Only src/cli knows the process; take what you need as an argument.',
  console: 'Return text; src/cli prints it.',
};

const IMPURE_MODULES = ['process', 'perf_hooks', 'timers', 'timers/promises', 'console', 'os'];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'reports/', 'vendor/', '.lsim-*/', 'test/**/fixtures/'] },
  { linterOptions: { noInlineConfig: true } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.check.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Hot loops run over typed arrays within bounds that the comments argue, and noUncheckedIndexedAccess makes
      // every `array[i]` possibly undefined: `array[i]!` is this house's way to say "within bounds". Decided once.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Numbers in messages and keys are the rule here, not an oversight.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // Spreading a string counts characters, as columns in diagnostics do.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A loop over parallel arrays needs its index; indexed loops are also the fast ones.
      '@typescript-eslint/prefer-for-of': 'off',
      // The two read alike; the choice is the author's.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
      ],
    },
  },

  {
    files: ['src/**/*.ts'],
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript' } },
    rules: {
      // A file is one idea, a function fits a screen.
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { ancestorsOnly: true, esm: true, cjs: false },
          enableFixer: false,
          // The constructor is described with its class; a field or method whose name says it all needs no sentence.
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: ['ExportNamedDeclaration > TSInterfaceDeclaration'],
          checkConstructors: false,
        },
      ],
      'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
      'jsdoc/check-tag-names': 'error',
      'jsdoc/no-types': 'error',
      'jsdoc/empty-tags': 'error',
    },
  },

  {
    files: PURE_ROOMS,
    rules: {
      'no-restricted-globals': [
        'error',
        ...Object.entries(IMPURE_GLOBALS).map(([name, message]) => ({ name, message })),
        { name: 'Buffer', message: 'Bytes are made in report/png.ts and report/png-bytes.ts, and written in src/cli.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named Stream of des/random.ts.' },
        ...Object.entries(IMPURE_GLOBALS).map(([property, message]) => ({ object: 'globalThis', property, message })),
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: IMPURE_MODULES.flatMap((name) => [name, `node:${name}`]).map((name) => ({
            name,
            message: 'Clock, process and terminal belong to src/cli.',
          })),
        },
      ],
    },
  },

  {
    files: ['src/report/png.ts', 'src/report/png-bytes.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...Object.entries(IMPURE_GLOBALS).map(([name, message]) => ({ name, message })),
      ],
    },
  },

  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests read result.json and the like as a stranger would.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test'].flatMap((object) =>
          ['skip', 'only', 'todo', 'fails'].map((property) => ({
            object,
            property,
            message: 'Every test runs, and can fail.',
          })),
        ),
      ],
    },
  },

  { files: ['vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.{js,mjs,cjs}'], extends: [tseslint.configs.recommended] },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
