import type { WatchWork } from '../../watches/open-matters.ts';
import type { FilingAnswer, FilingRequest } from './filing-wishes.ts';
import { openCommunications } from './open-communications.ts';

/** The matters on which something of this contact may be filed. */
export async function contactMatters(
  work: WatchWork,
  { contact }: Extract<FilingRequest, { readonly kind: 'contactMatters' }>,
): Promise<FilingAnswer> {
  const { communications } = openCommunications(work);
  return { kind: 'contactMatters', matters: await communications.mattersOf(contact) };
}
