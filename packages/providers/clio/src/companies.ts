import { byProductClaim, type ErrorCode, folded, type Instant, isSyncError, type Present } from '@concord/core';
import type { Session } from './client.ts';
import { type Attempt, afterSending, waiting } from './outcomes.ts';
import { contacts, companies as facts, reading } from './profile.ts';
import {
  type CompanyRecord,
  createContact,
  followPage,
  parseCompaniesPage,
  parseContact,
  searchCompanies,
} from './requests.ts';

/**
 * The company that a card names. `isBound`: the firm has agreed on it before; `isChecked`: there is no other one of
 * exactly this name.
 */
export type CompanyLink = {
  readonly kind: 'linked';
  readonly name: string;
  readonly id: string;
  readonly isBound: boolean;
  readonly isChecked?: true;
};
/** How its card fares then: later, or nobody knows what was made for it. */
export type Unlinked = { readonly kind: 'unlinked'; readonly attempt: Attempt };

/**
 * Companies by name, each made once in a firm. A company that is made for a card is bound only when the card was written:
 * after a crash in between it is found again by name, and still known to be made along the way.
 */
export type Companies = {
  /** Finds or makes it. Throws `SyncError`; the card that names it was not written then. */
  readonly link: (name: string) => Promise<CompanyLink | Unlinked>;
  /** Its card was written. */
  readonly settle: (link: CompanyLink) => Promise<void>;
  /** It has a card of its own now. */
  readonly carded: (name: string, id: string) => Promise<void>;
  /** What was made along the way has become a card. */
  readonly became: (name: string, id: string) => Promise<void>;
  /** Whether it was made along the way, and has no card of its own yet. */
  readonly isByProduct: (id: string) => Promise<boolean>;
  /** It shows another name: finds the one that has this name, if there is one, and agrees on that. */
  readonly lookUp: (link: CompanyLink) => Promise<CompanyLink | undefined>;
  /** It is not there any more. */
  readonly forget: (name: string) => Promise<void>;
};

export function createCompanies(session: Session): Companies {
  const { claims } = session.context;
  const known = new Map<string, CompanyLink>();
  // Saved only when the batch is over: of a worker that dies it stays a by-product, and is found again.
  const cards = new Set<string>();
  const carded: Companies['carded'] = async (name, id) => {
    known.set(folded(name), { kind: 'linked', name, id, isBound: true });
    await attempt(() => claims.bind('company', folded(name), id, name));
  };
  return {
    link: async (name) => {
      const link = known.get(folded(name)) ?? (await findOrMake(session, name));
      if (link.kind === 'linked') known.set(folded(name), link);
      return link;
    },
    settle: async (link) => {
      if (!link.isBound) await attempt(() => claims.bind('company', folded(link.name), link.id, link.name));
      known.set(folded(link.name), { ...link, isBound: true });
    },
    carded,
    became: async (name, id) => {
      cards.add(id);
      await carded(name, id);
    },
    isByProduct: async (id) => !cards.has(id) && (await isByProduct(session, id)),
    lookUp: async (link) => {
      const found = await findCompany(session, link.name);
      const right: CompanyLink = { ...link, id: found?.id ?? link.id, isChecked: true };
      known.set(folded(link.name), right);
      if (right.id === link.id) return undefined;
      await claims.bind('company', folded(link.name), right.id, link.name);
      return right;
    },
    forget: async (name) => {
      known.delete(folded(name));
      await claims.release('company', folded(name));
    },
  };
}

/** What was written counts, also when a claim cannot be kept now: it stays open, and the company is found by its name. */
async function attempt(change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return false;
  }
}

async function isByProduct({ context }: Session, id: string): Promise<boolean> {
  const claim = await context.claims.take(byProductClaim, id);
  if (claim.kind === 'mine') await context.claims.release(byProductClaim, id);
  return claim.kind === 'bound';
}

async function findOrMake(session: Session, name: string): Promise<CompanyLink | Unlinked> {
  const claim = await session.context.claims.take('company', folded(name));
  if (claim.kind === 'busy') return { kind: 'unlinked', attempt: waiting(facts.busyRetryMs) };
  if (claim.kind === 'bound') return { kind: 'linked', name, id: claim.id, isBound: true };
  const found = await whileMine(session, name, claim.since, () => searchOrMake(session, name, claim.since));
  if (found.kind === 'unlinked') return found;
  // Not told, it would come back to people as a card: no card is written then, and what was made is still to be found.
  if (found.isMade && !(await attempt(() => session.context.claims.bind(byProductClaim, found.id, found.id, name))))
    return { kind: 'unlinked', attempt: { outcome: { kind: 'unknown' } } };
  return { kind: 'linked', name, id: found.id, isBound: false };
}

/** `isMade`: for this card, now or by an earlier try. */
type Found = { readonly kind: 'found'; readonly id: string; readonly isMade: boolean };

/** Work under a claim of ours. What certainly was not made need not be waited for: the next try is a first one again. */
export async function whileMine<T>(
  { context }: Session,
  name: string,
  since: Instant | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const mayBeMade = since !== undefined || !isSyncError(error) || unclear.includes(error.code);
    if (!mayBeMade) await attempt(() => context.claims.release('company', folded(name)));
    throw error;
  }
}

/** After these a request may have taken effect. */
const unclear: readonly ErrorCode[] = ['timeout', 'garbled', 'unavailable'];

async function searchOrMake(session: Session, name: string, since: Instant | undefined): Promise<Found | Unlinked> {
  const found = await findCompany(session, name);
  if (found) return { kind: 'found', id: found.id, isMade: isMadeSince(found, since) };
  const retryAfterMs = untilSearchable(since, session.context.clock.now());
  if (retryAfterMs > 0) return { kind: 'unlinked', attempt: waiting(retryAfterMs) };
  session.reserve(2);
  try {
    const { response } = await session.send(createContact(session.host, { type: 'Company', name }));
    return { kind: 'found', id: parseContact(response).id, isMade: true };
  } catch (error) {
    const attempt = isSyncError(error) ? afterSending(error, {}) : undefined;
    if (attempt?.outcome.kind !== 'unknown') throw error;
    return { kind: 'unlinked', attempt };
  }
}

/**
 * Of what Clio has made since, those companies that cards named which may not have come to be: ours, and not told yet. They
 * are bound as made along the way before anybody takes them for cards of people's own.
 */
export async function bindLost(
  { context }: Session,
  names: readonly string[],
  made: readonly Present[],
): Promise<void> {
  for (const name of new Set(names)) {
    const isIt = ({ item }: Present): boolean =>
      item.kind === 'company' && typeof item.company === 'string' && folded(item.company) === folded(name);
    const company = made.find(isIt);
    if (company === undefined) continue;
    const claim = await context.claims.take('company', folded(name));
    if (claim.kind !== 'mine') continue;
    if (isMadeSince(company, claim.since)) await context.claims.bind(byProductClaim, company.id, company.id, name);
    else if (claim.since === undefined) await context.claims.release('company', folded(name));
  }
}

/** Whether it is what an earlier try made that did not come to its end. */
export function isMadeSince({ createdAt }: Pick<CompanyRecord, 'createdAt'>, since: Instant | undefined): boolean {
  return since !== undefined && createdAt >= since - reading.overlapMs;
}

/** How long an earlier try, which may have made the company, may still be on its way or missing from the search. */
export function untilSearchable(since: Instant | undefined, now: Instant): number {
  if (since === undefined) return 0;
  return Math.max(0, since + contacts.requestTimeoutMs + facts.searchLagMs - now);
}

/**
 * The oldest of exactly this name but for case and blanks. How Clio compares composed letters with decomposed ones is not
 * documented, and one company more cannot be taken back: what has both spellings is asked for in both.
 */
export async function findCompany(session: Session, name: string): Promise<CompanyRecord | undefined> {
  for (const spelling of new Set([name, name.normalize('NFC'), name.normalize('NFD')])) {
    const found = await findSpelt(session, spelling);
    if (found) return found;
  }
  return undefined;
}

async function findSpelt(session: Session, name: string): Promise<CompanyRecord | undefined> {
  let request = searchCompanies(session.host, name);
  for (let pages = 0; pages < reading.maxSearchPages; pages += 1) {
    const page = parseCompaniesPage((await session.send(request)).response);
    const found = page.rows.find((company) => folded(company.name) === folded(name));
    if (found || page.next === undefined) return found;
    request = followPage(session.host, page.next);
  }
  return undefined;
}
