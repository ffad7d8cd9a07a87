import { type Collection, isSyncError, type Operation } from '@concord/core';
import { createPerson, missingReference, type RequestOf, writeCard } from './cards.ts';
import type { Session } from './client.ts';
import { type Companies, createCompanies } from './companies.ts';
import { createCompany } from './company-cards.ts';
import { writeContact } from './contacts.ts';
import { look } from './exchange.ts';
import { isMarked, placed, withoutMark } from './groups.ts';
import { type Attempt, afterSending, beforeSending } from './outcomes.ts';
import { contacts } from './profile.ts';
import { deleteContact, updateContact } from './requests.ts';
import { writeInOrder } from './write-in-order.ts';

type Update = Extract<Operation, { kind: 'update' }>;
type Delete = Extract<Operation, { kind: 'delete' }>;

export function createWriter(session: Session): Collection['write'] {
  const companies = createCompanies(session);
  return (operations) =>
    writeInOrder(operations, contacts.batchSize, (operation) => writeInPlace(session, companies, operation));
}

/**
 * Whether somebody has an open matter is not asked again for a write: who is new has none, and everybody else is where they
 * were. Their version is without its mark while it is compared.
 */
async function writeInPlace(session: Session, companies: Companies, operation: Operation): Promise<Attempt> {
  if (session.group !== 'openMatter') return await writeOne(session, companies, operation);
  const isInside = operation.kind === 'update' && !isMarked(operation.version);
  const bare = operation.kind === 'create' ? operation : { ...operation, version: withoutMark(operation.version) };
  const attempt = await writeOne(session, companies, bare);
  if (attempt.outcome.kind !== 'written') return attempt;
  return { ...attempt, outcome: { kind: 'written', observation: placed(attempt.outcome.observation, isInside) } };
}

async function writeOne(session: Session, companies: Companies, operation: Operation): Promise<Attempt> {
  try {
    if (operation.kind === 'delete') return await deleteOne(session, operation);
    if (operation.kind === 'update') return await updateOne(session, companies, operation);
    return operation.item.kind === 'company'
      ? await createCompany(session, companies, operation.item)
      : await createPerson(session, companies, operation.item);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return beforeSending(error, operation.kind === 'delete' ? {} : operation.item);
  }
}

async function updateOne(session: Session, companies: Companies, operation: Update): Promise<Attempt> {
  const { id, version, known, item } = operation;
  const patch = writeContact(known.item, item);
  if (patch === undefined) return confirm(session, operation);
  const requestOf: RequestOf = (data) => updateContact(session.host, id, version, data, session.fields);
  const attempt = await writeCard(session, companies, patch, item, requestOf);
  return attempt.outcome.kind === 'refused' || attempt.outcome.kind === 'gone'
    ? explain(session, operation, attempt)
    : attempt;
}

/** A row that somebody deleted meanwhile is answered 422 or 404, as is the contact's own fault: only looking tells which. */
async function explain(session: Session, { id, version }: Update, attempt: Attempt): Promise<Attempt> {
  const shown = await look(session, id);
  if (shown === undefined) return { outcome: { kind: 'gone' } };
  if (shown.kind === 'hidden' || shown.version !== version) return { outcome: { kind: 'conflict' } };
  if (attempt.outcome.kind === 'refused') return attempt;
  return { outcome: { kind: 'refused', code: 'notFound', detail: missingReference } };
}

/** Nothing to write: looks whether it is still as it was. */
async function confirm(session: Session, { id, version }: Update): Promise<Attempt> {
  const shown = await look(session, id);
  if (shown === undefined) return { outcome: { kind: 'gone' } };
  if (shown.kind === 'hidden' || shown.version !== version) return { outcome: { kind: 'conflict' } };
  return { outcome: { kind: 'written', observation: shown } };
}

/** Clio's DELETE takes no If-Match, so the version is compared right before. What is gone already is deleted. */
async function deleteOne(session: Session, { id, version }: Delete): Promise<Attempt> {
  const current = await look(session, id);
  if (current === undefined) return { outcome: { kind: 'deleted' } };
  if (current.kind === 'hidden' || current.version !== version) return { outcome: { kind: 'conflict' } };
  try {
    await session.send(deleteContact(session.host, id));
    return { outcome: { kind: 'deleted' } };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return error.code === 'notFound' ? { outcome: { kind: 'deleted' } } : afterSending(error, {});
  }
}
