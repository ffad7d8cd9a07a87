import { type Search, SyncError, type WhyAbsence, type WhyRecord, type WhyView } from '@concord/core';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { typeOf } from '../sync/item-types.ts';
import { readMappings } from '../sync/mappings.ts';
import { listRecords, type SyncRecord } from '../sync/sync-record.ts';
import { absenceOf, nothingKept } from './absence-of.ts';
import { findMappings } from './find-mappings.ts';
import { isForOwner, recordForOwner } from './for-owner.ts';
import { deletedLately, linesOf } from './past-of.ts';
import { recordOf } from './record-of.ts';
import { readContext, type SyncContext } from './sync-context.ts';

const longestQuery = 320;
/** So many syncs of a firm are looked through at the same time. */
const syncsAtOnce = 8;
const mostRecords = 30;

/**
 * Why is somebody as they are? `query`: a name, an e-mail address, a phone number, or the id of an item or a mapping. Answers for
 * the caller's own syncs, and for the account owner for everybody's, without what others keep privately. Reads only the table.
 * Throws `refused` for an empty or endless query.
 */
export async function why(ports: EnginePorts, caller: Caller, query: string): Promise<WhyView> {
  const text = query.trim();
  if (text === '' || text.length > longestQuery)
    throw new SyncError('refused', 'Type a name, an e-mail address, a phone number, or an id.');
  const records = await askable(ports, caller);
  const [first] = records;
  if (first === undefined)
    return { query: text, readAs: 'name', records: [], absences: [nothingKept], isPartial: false };
  const found: Found[] = [];
  for (let at = 0; at < records.length; at += syncsAtOnce) {
    const some = records.slice(at, at + syncsAtOnce);
    found.push(...(await Promise.all(some.map((record) => whyIn(ports, caller, record, text)))));
  }
  const told = found.flatMap(({ records: own }) => own);
  return {
    query: text,
    readAs: searchFor(ports, first, text).kind,
    records: told.slice(0, mostRecords),
    absences: await absencesOf(ports, found, told.length > 0),
    isPartial: told.length > mostRecords || found.some(({ isPartial }) => isPartial),
  };
}

/** The caller's own first. */
async function askable(ports: EnginePorts, caller: Caller): Promise<readonly SyncRecord[]> {
  const [all, member] = await Promise.all([listRecords(ports, caller.firm), readMember(ports, caller)]);
  const own = all.filter((record) => record.member === caller.member);
  return member?.isOwner ? [...own, ...all.filter((record) => record.member !== caller.member)] : own;
}

const searchFor = ({ settings }: EnginePorts, record: SyncRecord, text: string): Search =>
  typeOf(record).search(text, settings.phoneRegion);

type Found = {
  readonly context: SyncContext;
  readonly search: Search;
  readonly records: readonly WhyRecord[];
  readonly isPartial: boolean;
};

async function whyIn(ports: EnginePorts, caller: Caller, record: SyncRecord, text: string): Promise<Found> {
  const id = { firm: record.firm, sync: record.sync };
  const search = searchFor(ports, record, text);
  const [context, { mappings, isPartial }] = await Promise.all([
    readContext(ports, caller, record),
    findMappings(ports, id, text, search),
  ]);
  const isOwn = context.member === undefined;
  const known = isOwn ? mappings : mappings.filter((mapping) => isForOwner(mapping, text, search));
  const lost = isOwn && known.length === 0 ? await deletedLately(ports, record, text) : [];
  const all = [...known, ...[...(await readMappings(ports, id, lost)).values()].map(({ mapping }) => mapping)];
  const records = await Promise.all(
    all.map(async (mapping) => {
      const told = await recordOf(ports, context, mapping, await linesOf(ports, id, mapping.id));
      return isOwn ? told : recordForOwner(context, mapping, told);
    }),
  );
  return { context, search, records, isPartial };
}

/** Of other members' syncs nothing is said where nobody is found: what is not in Clio is not the owner's to ask about. */
async function absencesOf(
  ports: EnginePorts,
  found: readonly Found[],
  isFoundElsewhere: boolean,
): Promise<readonly WhyAbsence[]> {
  const without = found.filter(({ records, context }) => records.length === 0 && context.member === undefined);
  const absences = await Promise.all(
    without.map(({ context, search }) => absenceOf(ports, context, search, isFoundElsewhere)),
  );
  return absences.length === 0 && found.every(({ records }) => records.length === 0) ? [nothingKept] : absences;
}
