/** Assumptions about the life of environments and what they are made of. */
import { note, type AssumptionNote } from './assumption-note.ts';

/** */
export const LIFECYCLE_NOTES: readonly AssumptionNote[] = [
  note(
    'A-9',
    null,
    ['same request waits', 'same request waits', 'same request waits'],
    'After an Init of 10 s the request that started it runs with a suppressed init inside its timeout.',
  ),
  note(
    'A-10',
    null,
    ['reused, init inside', 'reused', 'discarded'],
    'A reset environment stays eligible for reuse and runs its init inside the next invocation.',
  ),
  note(
    'A-11',
    'idleTimeout',
    ['mikhail2021', '3m', '12m'],
    "Measured in 2021: five idle minutes are nearly always warm, seven never. Wrong if today's first requests after eight minutes are warm.",
  ),
  note(
    'A-12',
    'maxLifetime',
    ['observed2020', '1h', '4h'],
    'No environment in 29,746 logged requests of 2020 lived longer than 2.05 h. Wrong if older ones are seen today.',
  ),
  note(
    'A-13',
    'reusePolicy',
    ['mru', 'lru', 'mru'],
    'The most recently used environment was taken in 22,287 of 22,290 choices of 2020. Wrong if logs of today show another choice.',
  ),
  note(
    'A-14',
    'proactiveInit',
    ['0%', '0%', '50%'],
    'Lambda may initialise environments ahead of requests and says that it is not to be relied on. Wrong by the share of first invocations whose Init ended long before them.',
  ),
  note(
    'A-15',
    'rebindOnWarmFree',
    ['false', 'false', 'true'],
    'A request that started an Init waits for that environment, even if another becomes free earlier. Wrong if environments are seen to be initialised and not used at once.',
  ),
];

/** */
export const RESOURCE_NOTES: readonly AssumptionNote[] = [
  note(
    'A-31',
    null,
    ['one thread', 'one thread', 'all cores'],
    'Handler time is a part that waits and a part that shrinks with memory up to one vCPU at 1,769 MB.',
  ),
  note(
    'A-32',
    'suppressedInitFactor',
    ['auto', '1', '14'],
    'Init runs with boosted CPU, a suppressed init is reported not to: max(1, 1769 / memory) times as long.',
  ),
  note(
    'A-33',
    'packageTerm',
    ['0ms', '0ms', '8ms'],
    'Larger packages start slower; AWS gives no formula. 4 ms for each MB above 5 is a guess to start from. Wrong by what Init Duration grows with the package.',
  ),
  note(
    'A-34',
    null,
    ['10 to 30 s a new interface', '10 s', '30 s'],
    'Until 2019 an environment in a VPC waited for a network interface of its own or shared; since then for none. Wrong if REPORT lines of that time showed it inside Init Duration.',
  ),
  note(
    'A-35',
    null,
    ['not billed', 'not billed', 'not billed'],
    'Sandbox creation and download are not part of Init Duration, which is what is billed.',
  ),
];
