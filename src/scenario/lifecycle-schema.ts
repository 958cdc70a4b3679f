/** Keys of `functions.<name>` about the life of its environments: package, VPC, SnapStart, extensions, tenants. */
import * as z from 'zod';
import { RESTORE_PRESET_LAW } from '../lambda/init-presets.ts';
import { MAXIMUM_EXTENSIONS, MAXIMUM_IMAGE_PACKAGE } from '../lambda/quotas.ts';
import { choice, fieldNotes, flag, keys, oneOf } from './field.ts';
import type { LawSpec } from './law.ts';
import { timeLaw } from './law-schema.ts';
import { sizeInKilobytes, whole } from './quantities.ts';

/** Name of the measured preset of Restore (R13.5). */
const RESTORE_PRESET = 'snapstart-java';

const extensions = keys({
  init: timeLaw.optional().describe('What extensions add to every Init (R3.2); default: nothing.'),
  postInvoke: timeLaw
    .optional()
    .describe(
      'How long external extensions go on after the runtime has answered (R1.15): they hold the environment, count as Duration and lie inside the timeout (R3.8).',
    ),
  external: whole({ max: MAXIMUM_EXTENSIONS, reason: 'DG/extensions-configuration' })
    .prefault(1)
    .describe(
      'Number of external extensions; with any of them Shutdown takes 2s, with 0 (internal alone) 500ms (R3.11).',
    ),
});

const restore = choice<LawSpec>(
  `D or ${RESTORE_PRESET}`,
  [],
  [
    {
      when: (value) => typeof value === 'string' && /^[A-Za-z]/u.test(value),
      schema: oneOf([RESTORE_PRESET]).transform(() => RESTORE_PRESET_LAW),
    },
    { when: () => true, schema: z.lazy(() => timeLaw) },
  ],
);
fieldNotes.add(restore, { syntax: `D or ${RESTORE_PRESET}` });

const STEADY = 'a whole number or steady';

const initialEnvironments = choice<'steady' | number>(
  STEADY,
  [],
  [
    { when: (value) => typeof value === 'string' && /^[A-Za-z]/u.test(value), schema: oneOf(['steady'], STEADY) },
    { when: (value) => value !== undefined && value !== null, schema: whole({ max: 1_000_000 }) },
  ],
);
fieldNotes.add(initialEnvironments, { syntax: STEADY });

/** Sub-schemas that the documentation shows in tables of their own. */
export const lifecycleParts = { extensions };

/** Tenant isolation belongs to a function as a whole, for good. */
export const tenants = whole({ min: 1, max: 1_000_000 })
  .optional()
  .describe('Tenant isolation: environments belong to one of so many tenants, each as likely (R14.3).');

/** What a version freezes of them, to be spread into its keys. */
export const lifecycleShape = {
  packageSize: sizeInKilobytes({ max: MAXIMUM_IMAGE_PACKAGE * 1_024, reason: 'R9.6' })
    .optional()
    .describe('Size of the unzipped package; lengthens Init by assumptions.packageTerm (R9.7, A-33).'),
  vpc: oneOf(['none', 'hyperplane', 'legacy-eni'])
    .prefault('none')
    .describe(
      'hyperplane: shared interfaces, no cost at a cold start, Inactive after 14 idle days (R3.20); legacy-eni: 10 to 30 s for each new interface, as until 2019 (R9.8, A-34).',
    ),
  snapStart: flag()
    .prefault(false)
    .describe(
      'New environments of published versions resume a snapshot (R3.6). Java 11, Python 3.12, .NET 8 and later; zip packages, /tmp of 512 MB.',
    ),
  restore: restore
    .optional()
    .describe('With snapStart: the Restore phase, at most 10s; default: snapstart-java, p50 500ms, p90 600ms (R13.5).'),
  extensions: extensions.optional().describe('Extensions; without the key none is registered.'),
  initialEnvironments: initialEnvironments
    .prefault(0)
    .describe('Idle environments at t = 0; steady: about as many as long traffic of the first rate would have left.'),
};
