/**
 * The bare loop: the least work that any simulator of this system must do. Poisson arrivals and exponential service
 * times from one alea stream each, a heap of completions in flat arrays, a stack of idle environments of which the most
 * recent serves next and the oldest expire, one count in a histogram per invocation. The yardstick of `npm run bench`.
 */
import seedrandom from 'seedrandom';

const IDLE_SECONDS = 600;
const CAPACITY = 1 << 16;

/** A binary heap of (instant, environment). */
class Completions {
  size = 0;
  at = new Float64Array(CAPACITY);
  #environment = new Int32Array(CAPACITY);

  add(at, environment) {
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.at[parent] <= at) break;
      this.at[hole] = this.at[parent];
      this.#environment[hole] = this.#environment[parent];
      hole = parent;
    }
    this.at[hole] = at;
    this.#environment[hole] = environment;
  }

  /** Takes the first out. @returns its environment */
  take() {
    const taken = this.#environment[0];
    const last = --this.size;
    if (last === 0) return taken;
    const at = this.at[last];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && this.at[child + 1] < this.at[child]) child++;
      if (at <= this.at[child]) break;
      this.at[hole] = this.at[child];
      this.#environment[hole] = this.#environment[child];
      hole = child;
    }
    this.at[hole] = at;
    this.#environment[hole] = this.#environment[last];
    return taken;
  }
}

/**
 * @param {number} rate arrivals per second
 * @param {number} mean service time in seconds
 * @param {number} invocations how many to play
 * @returns {{ cold: number, environments: number, simulated_s: number }}
 */
export function bareLoop(rate, mean, invocations) {
  const arrival = seedrandom.alea('1/arrivals');
  const service = seedrandom.alea('1/duration');
  const completions = new Completions();
  const freedAt = new Float64Array(CAPACITY);
  const idle = new Int32Array(CAPACITY);
  const spare = [];
  const histogram = new Uint32Array(4096);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  let oldest = 0;
  let newest = 0;
  let environments = 0;
  let cold = 0;
  let now = 0;
  for (let k = 0; k < invocations; k++) {
    now -= Math.log(1 - arrival()) / rate;
    while (completions.size > 0 && completions.at[0] <= now) {
      const at = completions.at[0];
      const environment = completions.take();
      freedAt[environment] = at;
      if (newest === CAPACITY) {
        idle.copyWithin(0, oldest, newest);
        newest -= oldest;
        oldest = 0;
      }
      idle[newest++] = environment;
    }
    while (oldest < newest && freedAt[idle[oldest]] + IDLE_SECONDS <= now) spare.push(idle[oldest++]);
    let environment;
    if (newest > oldest) {
      environment = idle[--newest];
    } else {
      environment = spare.length > 0 ? spare.pop() : environments++;
      cold++;
      newest = oldest = 0;
    }
    const duration = -Math.log(1 - service()) * mean;
    double[0] = duration;
    histogram[(words[1] >>> 14) & 4095]++;
    completions.add(now + duration, environment);
  }
  return { cold, environments, simulated_s: now };
}
