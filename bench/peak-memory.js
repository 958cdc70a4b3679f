/** Peak memory of one run in a process of its own: `node bench/peak-memory.js <invocations>` prints megabytes. */
import { plainText } from './cases.js';
import { play, scenarioOf } from './play.js';

play(scenarioOf(plainText({ rate: 1000, invocations: Number(process.argv[2]), bucket: 'auto' })), 1);
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
