/** Functions that call functions, as a run needs them: nothing where no function calls another. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { AsyncQueue } from '../lambda/async-queue.ts';
import { callsOf, isFollowed, loopingFunctions, type ReadersOf } from '../lambda/call-graph.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import { OPEN_TIMEOUT } from '../lambda/events.ts';
import type { MessageSender } from '../lambda/message-sender.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { CallEdges } from './call-edges.ts';
import { CallTrees } from './call-trees.ts';
import type { AnySourceConfig } from './config.ts';
import { CALL_ANSWERED, CALL_RETRY, CALLS_DUE } from './events.ts';
import { FanOut } from './fan-out.ts';
import type { FanOutMonitor } from './fan-out-monitor.ts';

/** Who can be called. */
interface Callees {
  readonly model: LambdaModel;
  readonly queue: AsyncQueue;
  readonly messages: { readonly sender: MessageSender; readonly readers: ReadersOf };
}

/** Puts the calls of handlers together with the model that runs them. */
export class FunctionCalls {
  readonly #functions: readonly FunctionConfig[];
  readonly #model: LambdaModel;
  readonly #trees: CallTrees;
  readonly #fanOut: FanOut | null;

  /** @param functions in the order of their names @param functionNumber of a function by its name */
  constructor(
    functions: readonly FunctionConfig[],
    simulation: Simulation,
    { model, queue, messages }: Callees,
    streams: Streams,
    monitor: FanOutMonitor,
    functionNumber: (name: string) => number,
  ) {
    this.#functions = functions;
    this.#model = model;
    this.#trees = new CallTrees(monitor);
    if (functions.every((f) => callsOf(f).length === 0)) {
      this.#fanOut = null;
      return;
    }
    const looping = loopingFunctions(functions, messages.readers);
    const loops = functions.map(({ name }) => looping.has(name));
    const edges = new CallEdges(model, queue, streams, functionNumber);
    this.#fanOut = new FanOut(simulation, model, queue, messages.sender, edges, streams, monitor, loops);
    model.open.playedBy(this.#fanOut);
  }

  /** The trees of a source's requests; `null` = none of them goes on after its answer. */
  readonly treesOf = (source: AnySourceConfig): CallTrees | null => {
    return isFollowed(source, this.#functions) ? this.#trees : null;
  };

  /** An event of this room. @returns whether it was one */
  handle(kind: number, index: number): boolean {
    switch (kind) {
      case CALLS_DUE:
        this.#fanOut!.due(index);
        return true;
      case CALL_ANSWERED:
        this.#fanOut!.answers.arrived(index);
        return true;
      case CALL_RETRY:
        this.#fanOut!.answers.retry(index);
        return true;
      case OPEN_TIMEOUT:
        this.#model.open.timeOut(index);
        return true;
      default:
        return false;
    }
  }
}
