/** How the invocations of one function ended, in the window. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';

/** Plain sums. */
export class InvocationCount {
  unfinished = 0;
  errors = 0;
  coldStarts = 0;
  /** Overhead, Init and Restore of finished invocations: what they occupied beyond their Duration. */
  beforeDuration: Micros = 0;
  billedMs = 0;

  /** What was before is forgotten. */
  restart(): void {
    this.unfinished = 0;
    this.errors = 0;
    this.coldStarts = 0;
    this.beforeDuration = 0;
    this.billedMs = 0;
  }

  /** An invocation starts. @param finishes whether it ends within the run, as far as that is known */
  start(course: CourseFacts, finishes: boolean): void {
    this.billedMs += course.billedMs;
    if (course.cold) this.coldStarts++;
    if (finishes) this.#end(course);
    else this.unfinished++;
  }

  /** The end of an invocation is known that started when it was not. */
  complete(course: CourseFacts, finishes: boolean): void {
    this.billedMs += course.billedMs;
    if (!finishes) return;
    this.unfinished--;
    this.#end(course);
  }

  #end({ overhead, init, restore, ending }: CourseFacts): void {
    if (overhead + init + restore > 0) this.beforeDuration += overhead + init + restore;
    if (ending !== 'success') this.errors++;
  }
}
