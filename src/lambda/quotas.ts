/** Every documented number of AWS Lambda that the model uses, each with its rule and page. */
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';

// Concurrency. DG = https://docs.aws.amazon.com/lambda/latest/dg/

/** R1.4, DG/gettingstarted-limits.html: account concurrency limit of an established account in one Region. */
export const DEFAULT_ACCOUNT_CONCURRENCY = 1_000;

/** R1.7, DG/lambda-concurrency.html#concurrency-quotas: this much of the limit can never be reserved. */
export const UNRESERVED_FLOOR = 100;

/** R1.10, DG/gettingstarted-limits.html#api-requests: synchronous requests per second for each unit of concurrency. */
export const REQUESTS_PER_SECOND_PER_CONCURRENCY = 10;

// Scaling

/** R2.1, R2.2, DG/scaling-behavior.html: new environments that one function can have at once. */
export const SCALING_BURST = 1_000;

/** R2.1, R2.2, DG/scaling-behavior.html: 1,000 every 10 s, refilled continuously. */
export const SCALING_REFILL_PER_SECOND = 100;

/** R2.1: the window of "1,000 every 10 s", read literally by `scalingBurst: window`. */
export const SCALING_WINDOW: Micros = 10 * SECOND;

/** R2.1, DG/scaling-behavior.html: additional requests per second that one function can have at once. */
export const GROWTH_BURST_RPS = 10_000;

/** R2.1, A-4: 10,000 additional requests per second every 10 s. */
export const GROWTH_REFILL_RPS_PER_SECOND = 1_000;

/** growth is measured against the highest rate of this many full calendar seconds. */
export const GROWTH_LOOK_BACK_SECONDS = 10;

/** R2.6, OLD/invocation-scaling.md: new environments a minute after the initial burst, before November 2023. */
export const LEGACY_REFILL_PER_MINUTE = 500;

/** R2.6, OLD/invocation-scaling.md: the initial burst of all functions together in Regions without a figure of their own. */
export const LEGACY_BURST_ELSEWHERE = 500;

/** R2.6, OLD/invocation-scaling.md: the initial burst of all functions together, before November 2023. */
export const LEGACY_BURSTS: Readonly<Record<string, number>> = {
  'us-west-2': 3_000,
  'us-east-1': 3_000,
  'eu-west-1': 3_000,
  'ap-northeast-1': 1_000,
  'eu-central-1': 1_000,
  'us-east-2': 1_000,
};

/** R2.6: initial burst of a Region, in environments. */
export function legacyBurst(region: string): number {
  return LEGACY_BURSTS[region] ?? LEGACY_BURST_ELSEWHERE;
}

// Lifecycle

/** R3.3, DG/lambda-runtime-environment.html: the Init phase of an on-demand environment. */
export const INIT_LIMIT: Micros = 10 * SECOND;

/** R3.4, DG/lambda-runtime-environment.html: the least that an Init ahead of traffic may take, whatever the timeout. */
export const PREPARED_INIT_LIMIT: Micros = 130 * SECOND;

/** R3.6, DG/lambda-runtime-environment.html: Restore, with the loading of the runtime and after-restore hooks. */
export const RESTORE_LIMIT: Micros = 10 * SECOND;

/** R3.11, DG/lambda-runtime-environment.html: Shutdown with internal extensions alone. */
export const INTERNAL_SHUTDOWN_LIMIT: Micros = 500 * MILLISECOND;
/** R3.11, DG/lambda-runtime-environment.html: Shutdown with one or more external extensions. */
export const EXTERNAL_SHUTDOWN_LIMIT: Micros = 2 * SECOND;

/** DG/extensions-configuration.html: extensions that a function can register. */
export const MAXIMUM_EXTENSIONS = 10;

/** R3.20, DG/configuration-vpc.html: a function in a VPC that has been idle for this long becomes Inactive. */
export const INACTIVE_AFTER: Micros = 14 * DAY;

/** R9.8, OLD/vpc.md: GB of memory that share one network interface of the time before 2019. */
export const GIGABYTES_PER_INTERFACE = 3;

/** R14.3, DG/tenant-isolation.html: environments bound to tenants, active or idle, for each unit of concurrency. */
export const TENANT_ENVIRONMENTS_PER_CONCURRENCY = 2.5;

/** R3.9, DG/configuration-timeout.html. */
export const DEFAULT_TIMEOUT: Micros = 3 * SECOND;
/** R3.9, DG/configuration-timeout.html. */
export const MINIMUM_TIMEOUT: Micros = 1 * SECOND;
/** R3.9, DG/configuration-timeout.html. */
export const MAXIMUM_TIMEOUT: Micros = 15 * MINUTE;

// Resources

/** R9.1, DG/configuration-memory.html, in MB. */
export const DEFAULT_MEMORY = 128;
/** R9.1, DG/configuration-memory.html, in MB. */
export const MINIMUM_MEMORY = 128;
/** R9.1, DG/configuration-memory.html, in MB. */
export const MAXIMUM_MEMORY = 10_240;

/** R9.2, DG/configuration-memory.html: MB of memory that come with one vCPU. */
export const MEMORY_PER_VCPU = 1_769;

/** R9.5, DG/configuration-ephemeral-storage.html, in MB; free of charge. */
export const DEFAULT_EPHEMERAL_STORAGE = 512;
/** R9.5, DG/configuration-ephemeral-storage.html, in MB. */
export const MAXIMUM_EPHEMERAL_STORAGE = 10_240;

/** A-33, in MB: a package of this size or less starts as fast as any. */
export const MAXIMUM_SMALL_PACKAGE = 5;
/** R9.6, DG/gettingstarted-limits.html, in MB: a zip package with its layers, unzipped. */
export const MAXIMUM_ZIP_PACKAGE = 250;
/** R9.6, DG/gettingstarted-limits.html, in MB. */
export const MAXIMUM_IMAGE_PACKAGE = 10 * 1_024;

/** R5.5, DG/gettingstarted-limits.html: payload of a synchronous request, in KB. */
export const MAXIMUM_SYNC_PAYLOAD_KB = 6 * 1_024;
/** R5.10, elasticloadbalancing application guide: body of a request to a function behind an ALB, in KB. */
export const MAXIMUM_ALB_PAYLOAD_KB = 1_024;

// Asynchronous events

/** R6.12, R3.21, DG/lambda-services.html: kinds of source that invoke asynchronously. */
export const ASYNC_SOURCE_TYPES = ['async-invoke', 's3', 'sns', 'eventbridge', 'schedule', 'warmer'] as const;

/** R5.5, DG/gettingstarted-limits.html: payload of an asynchronous event, in KB. */
export const MAXIMUM_ASYNC_PAYLOAD_KB = 1_024;
/** R6.3, DG/invocation-async-configuring.html: further attempts after function errors. */
export const MAXIMUM_RETRY_ATTEMPTS = 2;
/** R6.5, DG/invocation-async-configuring.html. */
export const MINIMUM_EVENT_AGE: Micros = 60 * SECOND;
/** R6.5, DG/invocation-async-configuring.html; also the default. */
export const MAXIMUM_EVENT_AGE: Micros = 6 * HOUR;
/** R6.4, DG/invocation-async-error-handling.html: the first interval between attempts of a throttled event. */
export const ASYNC_BACKOFF_BASE: Micros = SECOND;
/** R6.4, DG/invocation-async-error-handling.html: no interval is longer. */
export const ASYNC_BACKOFF_CAP: Micros = 5 * MINUTE;
/** R6.13, https://aws.amazon.com/lambda/pricing/: an event of up to so many KB is one request. */
export const ASYNC_FREE_KB = 256;
/** R6.13: each further part of so many KB is one more. */
export const ASYNC_STEP_KB = 64;

/**
 * R6.12, https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html: how often SNS tries to hand an
 * event to Lambda's API, phase by phase, and how long it waits between attempts at the first and the last of a phase.
 */
export const SNS_DELIVERY: readonly { readonly attempts: number; readonly from: Micros; readonly to: Micros }[] = [
  { attempts: 3, from: 0, to: 0 },
  { attempts: 2, from: SECOND, to: SECOND },
  { attempts: 10, from: SECOND, to: 20 * SECOND },
  { attempts: 100_000, from: 20 * SECOND, to: 20 * SECOND },
];

// Schedules

/** R6.15, https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html: a schedule fires some time in its minute. */
export const SCHEDULE_PRECISION: Micros = MINUTE;
/** R6.15: the longest flexible window. */
export const LONGEST_FLEXIBLE_WINDOW: Micros = 24 * HOUR;

// Gateways. AGW = https://docs.aws.amazon.com/apigateway/latest/developerguide/

/** R5.9, AGW/api-gateway-execution-service-limits-table.html. */
export const REST_API_MINIMUM_TIMEOUT: Micros = 50 * MILLISECOND;
/** R5.9, AGW/api-gateway-execution-service-limits-table.html: what every account has without asking. */
export const REST_API_DEFAULT_TIMEOUT: Micros = 29 * SECOND;
/** R5.9, AGW/api-gateway-execution-service-limits-table.html: regional and private APIs, on request. */
export const REST_API_MAXIMUM_TIMEOUT: Micros = 5 * MINUTE;
/** R5.9, AGW/http-api-quotas.html. */
export const HTTP_API_TIMEOUT: Micros = 30 * SECOND;
/** R5.9, AGW/http-api-quotas.html: an HTTP API waits so long for a Lambda authorizer; for REST no limit is documented. */
export const HTTP_API_AUTHORIZER_TIMEOUT: Micros = 10 * SECOND;

/** R5.9, AGW/limits.html: what all APIs of an account in one Region share; rate per second, tokens of the burst. */
export const GATEWAY_QUOTA = { rate: 10_000, burst: 5_000 } as const;
/** R5.9, AGW/limits.html: the same in the Regions of {@link SMALL_GATEWAY_REGIONS}. */
export const SMALL_GATEWAY_QUOTA = { rate: 2_500, burst: 1_250 } as const;
/** R5.9, AGW/limits.html. */
export const SMALL_GATEWAY_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
];

/** R5.9: API Gateway's throttle of a Region, shared by all APIs there. */
export function gatewayQuota(region: string): { readonly rate: number; readonly burst: number } {
  return SMALL_GATEWAY_REGIONS.includes(region) ? SMALL_GATEWAY_QUOTA : GATEWAY_QUOTA;
}

// Step Functions. SFN = https://docs.aws.amazon.com/step-functions/latest/dg/

/** R5.11, SFN/bp-lambda-serviceexception.html: wait before the first retry. */
export const STEP_FUNCTIONS_INTERVAL: Micros = 2 * SECOND;
/** R5.11, SFN/bp-lambda-serviceexception.html: `MaxAttempts` counts retries, so a task is tried once more than this. */
export const STEP_FUNCTIONS_RETRIES = 6;
/** R5.11, SFN/bp-lambda-serviceexception.html. */
export const STEP_FUNCTIONS_BACKOFF_RATE = 2;
/** SFN/state-map-inline.html: iterations that a Map state in inline mode runs at once. */
export const INLINE_MAP_CONCURRENCY = 40;
/** SFN/state-map-distributed.html: child executions that a Map state in distributed mode runs at once. */
export const DISTRIBUTED_MAP_CONCURRENCY = 10_000;

// Queues. SQS = https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/

/** R8.1, DG/services-sqs-scaling.html: batches at once when messages appear, and again when it is quiet. */
export const SQS_START_POLLERS = 5;
/** R8.1, DG/services-sqs-scaling.html: how low that goes after a while. */
export const SQS_IDLE_POLLERS = 2;
/** after so long. */
export const SQS_IDLE_TIME: Micros = 5 * MINUTE;
/** R8.1, DG/services-sqs-scaling.html: concurrent batches of one mapping. */
export const SQS_MAXIMUM_POLLERS = 1_250;
/** R8.1, OLD/with-sqs.md: the same until November 2023. */
export const LEGACY_SQS_MAXIMUM_POLLERS = 1_000;
/** R8.1: further ones a minute, today and until November 2023. */
export const SQS_POLLER_GROWTH = 300;
export const LEGACY_SQS_POLLER_GROWTH = 60;
/** R8.2, DG/with-sqs.html: a poll that finds too little comes back after so long. */
export const SQS_LONG_POLL: Micros = 20 * SECOND;
/** R8.2, DG/services-sqs-configure.html: messages of a batch, by default and at most; more than 10 need a window. */
export const DEFAULT_SQS_BATCH = 10;
export const MAXIMUM_SQS_BATCH = 10_000;
export const MAXIMUM_FIFO_BATCH = 10;
/** R8.2: messages of a batch without a window. */
export const MAXIMUM_WINDOWLESS_BATCH = 10;
/** R8.2: batching window, at most. */
export const MAXIMUM_BATCHING_WINDOW: Micros = 300 * SECOND;
/** R8.2: payload of a batch in KB. */
export const MAXIMUM_BATCH_KB = 6 * 1_024;
/** R8.3, DG/services-sqs-configure.html. */
export const MINIMUM_MAXIMUM_CONCURRENCY = 2;
export const MAXIMUM_MAXIMUM_CONCURRENCY = 1_000;
/** R8.8, DG/with-sqs.html: event pollers of provisioned mode. 17.4: at most 2,000 on older pages. */
export const MINIMUM_PROVISIONED_POLLERS = 2;
export const MOST_LEAST_POLLERS = 200;
export const MAXIMUM_PROVISIONED_POLLERS = 10_000;
export const DEFAULT_MAXIMUM_POLLERS = 200;
/** R8.8: batches that one of them has in hand at most, polls a second, and payload a second in KB. */
export const POLLER_CONCURRENCY = 10;
export const POLLER_POLLS = 10;
export const POLLER_KB = 1_024;
/** SQS API ReceiveMessage: messages of one poll. */
export const POLL_MESSAGES = 10;
/** R8.8: 1,000 more concurrent invocations a minute. */
export const PROVISIONED_POLLER_GROWTH = 1_000 / POLLER_CONCURRENCY;
/** R8.5, SQS/quotas-messages.html. */
export const DEFAULT_VISIBILITY_TIMEOUT: Micros = 30 * SECOND;
export const MAXIMUM_VISIBILITY_TIMEOUT: Micros = 12 * HOUR;
export const DEFAULT_RETENTION: Micros = 4 * DAY;
export const MINIMUM_RETENTION: Micros = MINUTE;
export const MAXIMUM_RETENTION: Micros = 14 * DAY;
/** SQS/quotas-messages.html: size of a message in KB. */
export const MAXIMUM_MESSAGE_KB = 1_024;
/** SQS/sqs-dead-letter-queues.html: `maxReceiveCount`. */
export const MAXIMUM_RECEIVE_COUNT = 1_000;
/** R8.5, DG/services-sqs-configure.html: a visibility timeout of so many times the function timeout is recommended. */
export const RECOMMENDED_VISIBILITY_FACTOR = 6;
/** R8.5, DG/services-sqs-configure.html: the recommended `maxReceiveCount`, at least. */
export const RECOMMENDED_RECEIVE_COUNT = 5;
/** R8.13, SQS/quotas-messages.html, SQS/quotas-fifo.html: messages in flight; the first ones of a FIFO queue that are looked at. */
export const SQS_IN_FLIGHT = 120_000;

/** SQS API StartMessageMoveTask, MaxNumberOfMessagesPerSecond: the fastest redrive that can be asked for. */
export const MAXIMUM_REDRIVE_RATE = 500;

// Client libraries

/** R5.6, R5.7, SDK/feature-retry-behavior.html: no delay before a retry is longer. */
export const SDK_BACKOFF_CAP: Micros = 20 * SECOND;

// Billing

/** R10.3, https://aws.amazon.com/lambda/pricing/: since December 2020. */
export const BILLING_STEP: Micros = 1 * MILLISECOND;
/** R10.3: until December 2020. */
export const LEGACY_BILLING_STEP: Micros = 100 * MILLISECOND;

/** A-12, R3.15: no environment of the 2020 traces lived longer than about this. */
export const OBSERVED_LIFETIME: Micros = 2 * HOUR;

// Versions

/** R12.1, DG/configuration-versions.html: what an unqualified name stands for, the function as it was last saved. */
export const LATEST = '$LATEST';

// Provisioned concurrency

/** R4.4, DG/lambda-concurrency.html#allocating-provisioned-concurrency: environments a minute and function. */
export const ALLOCATION_PER_MINUTE = 6_000;

/** R4.11, DG/provisioned-concurrency.html: what a target of utilisation may be. */
export const LOWEST_TARGET = 0.1;
export const HIGHEST_TARGET = 0.9;

/** R4.11: the low alarm's threshold as a share of the target. */
export const LOW_ALARM_SHARE = 0.9;

/** R4.12: how many minutes in a row the utilisation must be high before provisioned concurrency is added. */
export const HIGH_ALARM_PERIODS = 3;

// Functions that call functions

/** More calls at once than a handler has open connections for (R9.6: 1,024 file descriptors). */
export const MOST_CALLS_AT_ONCE = 1_000;

/**
 * R9.9, DG/invocation-recursion.html: a function that its own chain of requests comes back to more often than this is
 * not run again in it.
 */
export const MOST_RETURNS = 16;

// Streams. DG = https://docs.aws.amazon.com/lambda/latest/dg/

/** R7.5, DG/services-kinesis-parameters.html: records of a batch. */
export const DEFAULT_STREAM_BATCH = 100;
/** R7.5, DG/services-kinesis-parameters.html. */
export const MAXIMUM_STREAM_BATCH = 10_000;
/** R7.5, DG/invocation-eventsourcemapping.html: a batch is sent when it has grown to so many bytes. */
export const MAXIMUM_BATCH_BYTES = 6 * 1_024 * 1_024;
/** R7.5, DG/services-kinesis-parameters.html. */
export const LONGEST_BATCHING_WINDOW: Micros = 300 * SECOND;
/** R7.2, DG/with-kinesis.html: batches of one shard at once. */
export const MAXIMUM_PARALLELIZATION_FACTOR = 10;
/** R7.4, DG/with-kinesis.html: a shard is asked for records once a second. */
export const KINESIS_POLL_INTERVAL: Micros = SECOND;
/** R7.4, DG/with-ddb.html: four times a second. */
export const DYNAMODB_POLL_INTERVAL: Micros = SECOND / 4;
/** R7.7, DG/services-kinesis-parameters.html. */
export const MAXIMUM_STREAM_RETRY_ATTEMPTS = 10_000;
/** R7.7, DG/services-kinesis-parameters.html. */
export const MINIMUM_RECORD_AGE: Micros = MINUTE;
/** R7.7, DG/services-kinesis-parameters.html. */
export const MAXIMUM_RECORD_AGE: Micros = 7 * DAY;
/** R7.7: retention of a Kinesis data stream by default, and of a DynamoDB stream always. */
export const DEFAULT_STREAM_RETENTION: Micros = DAY;
/** R7.7, https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html: 8,760 hours. */
export const MAXIMUM_STREAM_RETENTION: Micros = 365 * DAY;
/** R7.17, https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html: what a shard takes a second. */
export const SHARD_WRITE_RECORDS = 1_000;
/** R7.17: 1 MB/s. */
export const SHARD_WRITE_BYTES = 1_024 * 1_024;
/** R7.17: 2 MB/s, shared by all consumers without enhanced fan-out. */
export const SHARD_READ_BYTES = 2 * 1_024 * 1_024;
/** R7.17: reads a second, shared likewise. */
export const SHARD_READS = 5;
/** R7.15, DG/with-ddb.html: more readers of a DynamoDB shard are throttled. */
export const DYNAMODB_READERS = 2;

/** R8.9, DG/kafka-scaling-modes.html: what is decided of the pollers of a topic is done within so many minutes. */
export const KAFKA_LAG_MINUTES = 3;
/** R8.9, DG/with-kafka-configure.html, DG/services-mq-params.html: default of Kafka and MQ mappings. */
export const BROKER_BATCHING_WINDOW: Micros = SECOND / 2;
/** R8.9, DG/kafka-scaling-modes.html: event pollers of provisioned mode. */
export const MINIMUM_KAFKA_POLLERS = 1;
export const MAXIMUM_KAFKA_POLLERS = 2_000;
export const DEFAULT_MAXIMUM_KAFKA_POLLERS = 200;
/** R8.9, DG/kafka-scaling-modes.html: batches that one of them has in hand at most, and bytes a second. */
export const KAFKA_POLLER_CONCURRENCY = 5;
export const KAFKA_POLLER_BYTES = 5 * 1_024 * 1_024;
/** R8.9, DG/kafka-scaling-modes.html: pollers of an event poller unit by default, and bytes a second that it takes in. */
export const UNIT_POLLERS = 10;
export const UNIT_BYTES = 20 * 1_024 * 1_024;
/** DG/kafka-scaling-modes.html: mappings of one poller group, and maximum pollers of all of them. */
export const MOST_OF_A_POLLER_GROUP = 100;
export const MOST_POLLERS_OF_A_GROUP = 2_000;
/** R8.9, DG/kafka-on-failure-destination.html: retries of a Kafka mapping with a destination that says nothing of them. */
export const KAFKA_RETRIES_WITH_DESTINATION = 10;
/** R3.9, DG/with-mq.html: timeout of a function behind a Kafka or MQ mapping, at most. */
export const LONGEST_BROKER_TIMEOUT: Micros = 14 * MINUTE;
/** Apache Kafka, log.retention.hours: how long a topic keeps its records by default. */
export const DEFAULT_TOPIC_RETENTION: Micros = 7 * DAY;

/** R8.10, DG/with-mq.html: execution environments at once of one mapping. */
export const MQ_CONCURRENCY = { activemq: 5, rabbitmq: 1 } as const;
