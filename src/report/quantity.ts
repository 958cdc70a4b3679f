/** How numbers are written, for what the command line says on its own. */
export { decimals, span } from '../result/quantity.ts';
