import { folded, type Instant, type Item } from '@concord/core';
import type { Session } from './client.ts';
import { type Companies, findCompany, isMadeSince, untilSearchable, whileMine } from './companies.ts';
import { listNames } from './contact-fields.ts';
import { mayBe, writeContact } from './contacts.ts';
import { look, sendWrite } from './exchange.ts';
import { type Attempt, waiting } from './outcomes.ts';
import { companies as facts } from './profile.ts';
import { createContact, updateContact } from './requests.ts';

/**
 * A company that people see as a card of its own. One that was made along the way for a person's card becomes that card.
 * One that Clio has without anybody having agreed on it is agreed on, nothing is written, and the decision is taken again,
 * once: people may want both.
 */
export async function createCompany(session: Session, companies: Companies, item: Item): Promise<Attempt> {
  const name = typeof item.company === 'string' ? item.company : '';
  const claim = await session.context.claims.take('company', folded(name));
  if (claim.kind === 'busy') return waiting(facts.busyRetryMs);
  if (claim.kind === 'bound')
    return (await companies.isByProduct(claim.id))
      ? adopt(session, companies, name, claim.id, item)
      : sendWrite(session, newCard(session, item), item);
  return whileMine(session, name, claim.since, () => createMine(session, companies, name, claim.since, item));
}

async function createMine(
  session: Session,
  companies: Companies,
  name: string,
  since: Instant | undefined,
  item: Item,
): Promise<Attempt> {
  const found = await findCompany(session, name);
  if (found && isMadeSince(found, since)) return adopt(session, companies, name, found.id, item);
  if (found) {
    await companies.carded(name, found.id);
    return { outcome: { kind: 'conflict' } };
  }
  const retryAfterMs = untilSearchable(since, session.context.clock.now());
  if (retryAfterMs > 0) return waiting(retryAfterMs);
  const attempt = await sendWrite(session, newCard(session, item), item);
  if (attempt.error) throw attempt.error;
  if (attempt.outcome.kind === 'written') await companies.carded(name, attempt.outcome.observation.id);
  return attempt;
}

const newCard = (session: Session, item: Item) =>
  createContact(session.host, writeContact(undefined, item)?.data ?? {}, session.fields);

/**
 * What is there says no more than its name, or what an earlier try of this very card has written. Otherwise people have
 * seen to it, and it is matched as any other.
 */
async function adopt(session: Session, companies: Companies, name: string, id: string, item: Item): Promise<Attempt> {
  const shown = await look(session, id);
  if (shown === undefined) {
    await companies.forget(name);
    return { outcome: { kind: 'conflict' } };
  }
  if (shown.kind === 'hidden' || !(isBare(shown.item) || mayBe(shown.item, item))) {
    await companies.carded(name, id);
    return { outcome: { kind: 'conflict' } };
  }
  const patch = writeContact(shown.item, item);
  const attempt: Attempt = patch
    ? await sendWrite(session, updateContact(session.host, id, shown.version, patch.data, session.fields), item)
    : { outcome: { kind: 'written', observation: shown } };
  if (attempt.outcome.kind === 'written') await companies.became(name, id);
  return attempt;
}

const isBare = (company: Item): boolean => listNames.every((list) => company[list] === undefined);
