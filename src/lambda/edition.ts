/** Which edition of AWS's documentation the model follows. */

/** Year and month in which the pages behind the rules were last read; written into every result. */
export const MODEL_EDITION = '2026-10';
