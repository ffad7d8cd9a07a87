import { type AbsenceCode, absenceSentences, type Search, spoken, type WhyAbsence } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { decideEntry } from '../sync/entry.ts';
import { mayBeUnseen } from '../sync/item-types.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import { type RunRecord, readPlanPage, readRun } from '../sync/run-record.ts';
import { reasonOf, syncOf } from './record-of.ts';
import { type SyncContext, shownIn } from './sync-context.ts';

/** Why a sync knows nobody of this: its state, what its plans say of it, or that neither side ever showed it. */
export async function absenceOf(
  ports: EnginePorts,
  context: SyncContext,
  search: Search,
  isFoundElsewhere: boolean,
): Promise<WhyAbsence> {
  const planned = context.member === undefined ? await plannedFor(ports, context, search) : [];
  const code = planned.length > 0 ? 'inPlan' : codeOf(context, search, isFoundElsewhere);
  return { ...syncOf(context), ...absent(code, context), ...(planned.length > 0 ? { titles: planned } : {}) };
}

/** Of somebody who keeps nothing in step. */
export const nothingKept: WhyAbsence = { code: 'noSync', ...sentencesOf('noSync') };

function absent(code: AbsenceCode, { labels }: SyncContext): Pick<WhyAbsence, 'code' | 'sentence' | 'changes'> {
  const { sentence, changes } = sentencesOf(code);
  return { code, sentence: spoken(sentence, labels), changes: spoken(changes, labels) };
}

function sentencesOf(code: AbsenceCode): { readonly sentence: string; readonly changes: string } {
  const { says, changes } = absenceSentences[code];
  return { sentence: says, changes };
}

function codeOf(
  { record, connections, creating }: SyncContext,
  search: Search,
  isFoundElsewhere: boolean,
): AbsenceCode {
  if (record.state === 'draft' || record.state === 'scanning') return record.state;
  if (record.state === 'stopped' || record.state === 'paused') return record.state;
  if (creating.some((item) => search.fits(item))) return 'recovering';
  if (search.kind === 'name' && search.begins !== undefined && !isFoundElsewhere) return 'oneWord';
  return mayBeUnseen(record, connections.left) ? 'restricted' : 'neverShown';
}

/** A plan of 10,000 entries; each page costs about 10 read units. */
const mostPages = 100;
const mostTitles = 5;

/** What a preview, or the last complete look, says of somebody for whom no mapping was made. */
async function plannedFor(
  ports: EnginePorts,
  { record, labels, deciding, work }: SyncContext,
  search: Search,
): Promise<NonNullable<WhyAbsence['titles']>> {
  const found = new Map<string, NonNullable<WhyAbsence['titles']>[number]>();
  for (const run of await runsOf(ports, record, work.lastPass)) {
    for (const page of pagesOf(run, record.state === 'previewed' || record.state === 'running')) {
      if (found.size >= mostTitles) return [...found.values()];
      for (const entry of await readPlanPage<PlanEntry>(ports, record, run, page)) {
        const item = itemOf(entry, search);
        if (item === undefined || found.has(entry.mapping.id)) continue;
        const because = decideEntry(deciding, entry).reasons.map((reason) => reasonOf(reason, { labels }));
        found.set(entry.mapping.id, { title: deciding.type.title(item), because });
      }
    }
  }
  return [...found.values()].slice(0, mostTitles);
}

/** The newest first; one that is older than what is kept is none. */
async function runsOf(
  ports: EnginePorts,
  { firm, sync, run }: SyncContext['record'],
  lastPass: string | undefined,
): Promise<readonly RunRecord[]> {
  const names = [lastPass, run].filter((name) => name !== undefined);
  const runs = await Promise.all(names.map((name) => readRun(ports, { firm, sync }, name).catch(() => undefined)));
  return runs.flatMap((found) => (found ? [found.record] : []));
}

/** Once a plan was carried out, only what it leaves out has no mapping. */
function pagesOf({ planPages, spans }: RunRecord, isWhole: boolean): readonly number[] {
  const first = isWhole ? 0 : spans?.leftOut?.first;
  const last = isWhole ? planPages - 1 : spans?.leftOut?.last;
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, mostPages)) }, (_, index) => first + index);
}

const itemOf = ({ sights }: PlanEntry, search: Search) => shownIn(sights).find((item) => search.fits(item));
