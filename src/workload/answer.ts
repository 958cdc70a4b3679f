/** The answer a caller gets from each kind of front door (R5.1, R5.3, R5.9, R5.10). */
import type { InvokeError } from '../lambda/course.ts';
import type { SourceType } from './config.ts';
import type { AnswerClass } from './retry.ts';

/** Status of a throttled invocation: Lambda's own 429 or what a gateway makes of it. */
export function throttleStatus(type: SourceType, httpApiThrottleStatus: number): number {
  switch (type) {
    case 'invoke':
    case 'function-url':
    case 'step-functions':
      return 429;
    case 'rest-api':
      return 500;
    case 'http-api':
      return httpApiThrottleStatus;
    case 'alb':
      return 502;
  }
}

/**
 * Status of a function error: Invoke answers 200 with X-Amz-Function-Error (R5.1), to Step Functions too (R5.11);
 * everything else 502.
 */
export function errorStatus(type: SourceType): number {
  return type === 'invoke' || type === 'step-functions' ? 200 : 502;
}

/** Status of an error of the service (R5.4): Lambda's own, or what a gateway makes of a refused invocation (R5.9, R5.10). */
export function invokeErrorStatus(type: SourceType, error: InvokeError): number {
  switch (type) {
    case 'invoke':
    case 'function-url':
    case 'step-functions':
      return INVOKE_STATUS[error];
    case 'rest-api':
    case 'http-api':
      return 500;
    case 'alb':
      return 502;
  }
}

/** R5.4, API/API_Invoke.html. */
const INVOKE_STATUS: Readonly<Record<InvokeError, number>> = {
  ResourceNotReadyException: 502,
  SnapStartTimeoutException: 408,
  ServiceException: 500,
};

/** R5.9: a gateway's own refusal (supported-gateway-response-types.html: THROTTLED). */
export const GATEWAY_THROTTLE_STATUS = 429;

/**
 * R5.9: the authorizer was throttled, failed or took too long, so nobody can say who calls
 * (supported-gateway-response-types.html: AUTHORIZER_CONFIGURATION_ERROR and AUTHORIZER_FAILURE).
 */
export const AUTHORIZER_FAILURE_STATUS = 500;

/** Status when a gateway's integration timeout passes (R5.9). */
export function integrationTimeoutStatus(type: SourceType): number {
  return type === 'http-api' ? 503 : 504;
}

/** How a retrying client classes a status; `null` = nothing to retry (R5.8: Invoke's 200 with a function error). */
export function classOf(status: number): AnswerClass | null {
  if (status === 429) return 'throttle';
  return status >= 500 ? 'serverError' : null;
}
