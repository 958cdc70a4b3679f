/** Warnings about attempts that Lambda answered with an error of its own (R5.4). */
import type { InvokeError } from '../lambda/course.ts';
import type { Findings } from './findings.ts';
import { count } from './quantity.ts';

/** What each error means and the way out. */
const MEANING: Readonly<Record<InvokeError, string>> = {
  ResourceNotReadyException:
    'after 14 days without a call its network interface was taken back, and making it again takes a while; call it once a week, or retry 5xx',
  ServiceException: 'a fault of the scenario makes Lambda fail; clients that retry 5xx get through when it is over',
  SnapStartTimeoutException:
    'Restore took more than 10 s and the code never ran; a shorter restore, or less work in after-restore hooks',
};

/** One of each kind and function that had any. */
export function invokeErrorWarnings({
  setup,
  figures,
}: Findings): readonly { readonly id: string; readonly text: string }[] {
  return setup.functions.flatMap(({ name }, k) => {
    const errors = Object.entries(figures.functions[k]!.invokeErrors ?? {}) as [InvokeError, number][];
    return errors
      .filter(([, times]) => times > 0)
      .map(([error, times]) => {
        const attempts = `${count(times)} ${times === 1 ? 'attempt was' : 'attempts were'} answered ${error}`;
        return { id: 'W_INVOKE_ERRORS', text: `${name}: ${attempts}: ${MEANING[error]}` };
      });
  });
}
