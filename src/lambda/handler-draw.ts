/** The handler time of one attempt: the source's own, the version's, and what each record takes. */
import type { Sampler } from '../des/sampler.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { VersionState } from './version-state.ts';

/** Warm handler time: the source's own, or the version's. */
export function handlerTime(version: VersionState, caller: Caller, request: number): Micros {
  const time = (caller.duration ?? version.duration).sample(caller.durationStream, request, 0);
  const perRecord = caller.duration === null ? version.perRecord : caller.perRecord;
  return perRecord === null ? time : time + recordsTime(perRecord, caller, request);
}

/** That of an environment's first invocation. @param handler handler time where the request brings its own, else NO_HANDLER_TIME */
export function firstHandlerTime(version: VersionState, caller: Caller, request: number, handler: Micros): Micros {
  if (version.coldDuration !== null) return version.coldDuration.sample(caller.coldDurationStream, request, 0);
  const warm = handler >= 0 ? handler : handlerTime(version, caller, request);
  return warm + version.settings.firstInvokePenalty;
}

/** Each record has a time of its own. */
function recordsTime(perRecord: Sampler, caller: Caller, request: number): Micros {
  let time = 0;
  for (let record = 0; record < caller.records; record++)
    time += perRecord.sample(caller.recordStream, request, record);
  return time;
}
