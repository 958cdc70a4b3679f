/** The simulation events of the model and the order of one instant. */

/**
 * Rank orders what happens in one instant: who finishes makes room before who arrives asks for it. Without it a
 * function at its limit would throttle the request that arrives in the very microsecond another one finishes.
 */
export const RANK = {
  /** An invocation ends. */
  release: 1,
  /** An environment expires or ages out: idle for exactly its idle timeout, it is gone. */
  expire: 2,
  /** Control acts: the end of the warm-up, the background, later faults, schedules and deployments. */
  control: 3,
  /** Retries and queued work. */
  retry: 4,
  /** New arrivals. */
  arrive: 5,
  /** Pollers look for what the arrivals of the instant have brought. */
  poll: 6,
} as const;

/** An invocation ends; index = environment. */
export const RELEASE = 0;
/** Look whether an environment has been idle or alive for too long; index = environment. */
export const EXPIRY_CHECK = 1;
/** The background concurrency is drawn anew; index = 0. */
export const BACKGROUND_DRAW = 2;

/** The warm-up is over: from now on facts count; index = 0. */
export const WINDOW_BEGINS = 3;

/** The Shutdown phase of an environment ends (R3.11); index = environment. */
export const SHUTDOWN_ENDS = 4;
/** A new environment whose request has moved to another one is ready; index = environment. */
export const START_ENDS = 5;
/** A caller has its answer while the invocation goes on (R1.15), or has been refused; index = tag of `notify`. */
export const ANSWERED = 6;

/** An asynchronous event is tried; index = its row. */
export const ASYNC_ATTEMPT = 7;
/** An attempt of an asynchronous event ends; index = its row. */
export const ASYNC_ENDED = 8;
/** An asynchronous event reaches its maximum age; index = its row. */
export const ASYNC_EXPIRED = 9;
/** The oldest event that waits for a function is due; index = function. */
export const ASYNC_DUE = 10;
/** Concurrency was freed while events wait in line; index = 0. */
export const ASYNC_FREED = 11;
/** What was allocated of provisioned concurrency becomes usable; index = pool. */
export const PROVISIONED_READY = 12;
/** A provisioned environment that replaces another is ready; index = pool. */
export const PROVISIONED_REPLACED = 13;
/** A scheduled action of provisioned concurrency; index = provisioner. */
export const PROVISIONED_ACTION = 14;
/** A minute of the utilisation of provisioned concurrency is complete; index = provisioner. */
export const PROVISIONED_MINUTE = 15;
/** The alarms of target tracking see their next minute; index = provisioner. */
export const PROVISIONED_ALARMS = 16;

/** The handler of an open invocation has waited until its function's timeout; index = environment. */
export const OPEN_TIMEOUT = 17;

/** A deployment begins or shifts more traffic; index = deployment. */
export const DEPLOYMENT_STEP = 18;
/** A minute is over, and a deployment's condition is asked for; index = deployment. */
export const DEPLOYMENT_WATCH = 19;
/** A deployment is rolled back at a time that was set; index = deployment. */
export const DEPLOYMENT_ROLLBACK = 20;
/** Something of queues and mappings; index = what it is about × 4 + which of {@link QUEUE_EVENTS} it is. */
export const QUEUE_EVENT = 21;
/** How many kinds of events queues have among themselves. */
export const QUEUE_EVENTS = 4;
/** Messages of a queue become visible again, or too old; of a queue. */
export const QUEUE_DUE = 0;
/** A mapping looks for messages; of a mapping. */
export const MAPPING_DUE = 1;
/** The window, the wait or the invocation of a batch ends; of a batch. */
export const BATCH_DUE = 2;
/** A message arrives at a queue; of a source. */
export const MESSAGE_ARRIVAL = 3;

/** A shard is polled, or a lane of one goes on; index as of `timer`. */
export const STREAM_EVENT = 22;
/** A handler goes on with its dependencies: its next call is made, arrives or was refused; index = handler in hand. */
export const USES_DUE = 25;
/** The service of a call of a dependency ends; index = place in use. */
export const DEPENDENCY_SERVED = 26;
/** A handler has waited for a dependency for as long as it would; index = handler in hand. */
export const DEPENDENCY_TIMEOUT = 27;
/** Places of a dependency are free while calls wait for it; index = dependency. */
export const DEPENDENCY_FREED = 28;
/** A fault begins; index = fault. */
export const FAULT_BEGINS = 29;
/** A fault is over; index = fault. */
export const FAULT_ENDS = 30;
/** A redrive task moves its next message; index = task. */
export const REDRIVE_DUE = 32;

/** The pollers of a Kafka topic go on, or a minute of theirs is over; index = topic × 2 + which of the two it is. */
export const TOPIC_EVENT = 33;

/** Kinds from here on belong to the workload (`workload/events.ts`). */
export const FIRST_WORKLOAD_KIND = 40;
