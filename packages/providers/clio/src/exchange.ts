import { type Hidden, type HttpRequest, type Item, isSyncError, type Present } from '@concord/core';
import type { Session } from './client.ts';
import { type Attempt, afterSending } from './outcomes.ts';
import { toObservation } from './reading.ts';
import { getContact, parseContact } from './requests.ts';

/** Undefined when it is not there. */
export async function look(session: Session, id: string): Promise<Present | Hidden | undefined> {
  try {
    const { response, askedAt } = await session.send(getContact(session.host, id, session.fields));
    return toObservation(session, parseContact(response), askedAt);
  } catch (error) {
    if (isSyncError(error) && error.code === 'notFound') return undefined;
    throw error;
  }
}

/** Sends what writes. Its answer, with all fields, is what the contact then holds. */
export async function sendWrite(session: Session, request: HttpRequest, item: Item): Promise<Attempt> {
  try {
    const { response, askedAt } = await session.send(request);
    const shown = toObservation(session, parseContact(response), askedAt);
    return { outcome: shown.kind === 'present' ? { kind: 'written', observation: shown } : { kind: 'unknown' } };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return afterSending(error, item);
  }
}
