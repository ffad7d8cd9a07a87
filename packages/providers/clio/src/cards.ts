import { folded, type HttpRequest, type Item, isSyncError } from '@concord/core';
import type { Session } from './client.ts';
import type { Companies, CompanyLink } from './companies.ts';
import { type ContactPatch, writeContact } from './contacts.ts';
import { look, sendWrite } from './exchange.ts';
import type { JsonRecord } from './json.ts';
import type { Attempt } from './outcomes.ts';
import { createContact, updateContact } from './requests.ts';

export async function createPerson(session: Session, companies: Companies, item: Item): Promise<Attempt> {
  const patch = writeContact(undefined, item) ?? { data: {} };
  const attempt = await writeCard(session, companies, patch, item, (data) => createContact(session.host, data));
  if (attempt.outcome.kind !== 'gone') return attempt;
  return { outcome: { kind: 'refused', code: 'notFound', detail: missingReference } };
}

export const missingReference = 'Clio misses something that the contact refers to';

export type RequestOf = (data: JsonRecord) => HttpRequest;

/** A person's card, with its company if it has to be linked. */
export async function writeCard(
  session: Session,
  companies: Companies,
  { data, companyName }: ContactPatch,
  item: Item,
  requestOf: RequestOf,
): Promise<Attempt> {
  if (companyName === undefined) return sendWrite(session, requestOf(data), item);
  const link = await companies.link(companyName);
  if (link.kind === 'waiting') return waiting(link.retryAfterMs);
  const attempt = await sendWrite(session, requestOf(withCompany(data, link)), item);
  if (!link.isBound || !(await isStale(session, attempt, link))) return settle(companies, attempt, link);
  try {
    return await relink(session, companies, link, attempt, item, (next) => requestOf(withCompany(data, next)));
  } catch (error) {
    // A card that was written stays written, whatever became of its company.
    if (isSyncError(error) && attempt.outcome.kind === 'written') return attempt;
    throw error;
  }
}

const withCompany = (data: JsonRecord, { id }: CompanyLink): JsonRecord => ({ ...data, company: { id: Number(id) } });
export const waiting = (retryAfterMs: number): Attempt => ({
  outcome: { kind: 'notDone', code: 'unavailable', retryAfterMs },
});

async function settle(companies: Companies, attempt: Attempt, link: CompanyLink): Promise<Attempt> {
  if (attempt.outcome.kind !== 'written') return attempt;
  const also = await companies.settle(link);
  return also.length === 0 ? attempt : { ...attempt, outcome: { ...attempt.outcome, also } };
}

/**
 * Whether the company that the firm had agreed on was renamed or deleted in Clio since. Assumption: naming a deleted one
 * answers 422 or 404, as any id that is not there.
 */
async function isStale(session: Session, { outcome }: Attempt, link: CompanyLink): Promise<boolean> {
  if (outcome.kind === 'written') {
    const { company } = outcome.observation.item;
    return typeof company === 'string' && folded(company) !== folded(link.name);
  }
  if (outcome.kind !== 'refused' && outcome.kind !== 'gone') return false;
  return (await look(session, link.id)) === undefined;
}

/** Once more, with the company that has the name now. A card that was written already only gets its company. */
async function relink(
  session: Session,
  companies: Companies,
  stale: CompanyLink,
  first: Attempt,
  item: Item,
  requestOf: (link: CompanyLink) => HttpRequest,
): Promise<Attempt> {
  await companies.forget(stale.name);
  const link = await companies.link(stale.name);
  const written = first.outcome.kind === 'written' ? first.outcome.observation : undefined;
  if (link.kind === 'waiting') return written ? first : waiting(link.retryAfterMs);
  const request = written
    ? updateContact(session.host, written.id, written.version, withCompany({}, link))
    : requestOf(link);
  const second = await sendWrite(session, request, item);
  return written && second.outcome.kind !== 'written' ? first : settle(companies, second, link);
}
