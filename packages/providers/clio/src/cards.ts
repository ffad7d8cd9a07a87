import { folded, type HttpRequest, type Item, isSyncError, type Present } from '@concord/core';
import type { Session } from './client.ts';
import type { Companies, CompanyLink } from './companies.ts';
import { type ContactPatch, writeContact } from './contacts.ts';
import { look, sendWrite } from './exchange.ts';
import type { JsonRecord } from './json.ts';
import type { Attempt } from './outcomes.ts';
import { createContact, updateContact } from './requests.ts';

export async function createPerson(session: Session, companies: Companies, item: Item): Promise<Attempt> {
  const patch = writeContact(undefined, item) ?? { data: {} };
  const attempt = await writeCard(session, companies, patch, item, (data) =>
    createContact(session.host, data, session.fields),
  );
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
  if (link.kind === 'unlinked') return link.attempt;
  const attempt = await sendWrite(session, requestOf(withCompany(data, link)), item);
  if (attempt.outcome.kind === 'written') return relinked(session, companies, link, attempt.outcome.observation, item);
  if (!link.isBound || !(await isMissing(session, attempt, link))) return attempt;
  await companies.forget(companyName);
  const next = await companies.link(companyName);
  if (next.kind === 'unlinked') return next.attempt;
  return settled(companies, await sendWrite(session, requestOf(withCompany(data, next)), item), next);
}

const withCompany = (data: JsonRecord, { id }: CompanyLink): JsonRecord => ({ ...data, company: { id: Number(id) } });

async function settled(companies: Companies, attempt: Attempt, link: CompanyLink): Promise<Attempt> {
  if (attempt.outcome.kind !== 'written') return attempt;
  await companies.settle(link);
  return attempt;
}

/** Assumption: naming a company that was deleted answers 422 or 404, as any id that is not there. */
async function isMissing(session: Session, { outcome }: Attempt, link: CompanyLink): Promise<boolean> {
  return (outcome.kind === 'refused' || outcome.kind === 'gone') && (await look(session, link.id)) === undefined;
}

/**
 * The card is written. Shows its company another name than was asked for, then that company was renamed since the firm
 * agreed on it, or Clio spells it in its own way: another one is linked only when there is one of exactly this name. None
 * is made, which would be litter in both cases. Whatever comes of this, the card stays written.
 */
async function relinked(
  session: Session,
  companies: Companies,
  link: CompanyLink,
  written: Present,
  item: Item,
): Promise<Attempt> {
  const first: Attempt = { outcome: { kind: 'written', observation: written } };
  if (!link.isBound || link.isChecked || folded(nameOf(written)) === folded(link.name))
    return settled(companies, first, link);
  try {
    const right = await companies.lookUp(link);
    if (right === undefined) return first;
    const request = updateContact(session.host, written.id, written.version, withCompany({}, right), session.fields);
    const second = await sendWrite(session, request, item);
    return second.outcome.kind === 'written' ? second : first;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return first;
  }
}

const nameOf = ({ item }: Present): string => (typeof item.company === 'string' ? item.company : '');
