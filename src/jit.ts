/**
 * Lets V8 inline as much of the event loop as it has the calls for: an event passes through some thirty small
 * functions, and V8's own budget (920 bytecodes a function that it compiles) ends in the middle of them.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000');
