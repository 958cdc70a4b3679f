/**
 * Lets V8 inline as much of the event loop as it finds called: an event passes through some thirty small functions, and
 * the budget that V8 gives a function that it compiles (920 bytecodes) ends in the middle of them (docs/adr/0009). It
 * holds for the whole process, so it is the program that asks for it, not the library.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000');
