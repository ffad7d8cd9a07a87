import type { EngagementView } from '@concord/core';
import { engagedPage, engagementsPage } from '@concord/engine';
import type { Firm } from '../stage/clouds.ts';
import type { Stage } from '../stage/stage.ts';
import { tagOf } from './tags.ts';

/** One line of a contact's timeline, as the page shows it. */
export type Line = EngagementView & {
  readonly firm: string;
  readonly contact: string;
  /** Undefined: its words are gone. */
  readonly tag: string | undefined;
};

const mostPages = 50;

/** Every line of every timeline of a firm. */
export async function readTimelines(stage: Stage, firm: Firm): Promise<readonly Line[]> {
  const [owner] = firm.members;
  if (owner === undefined) return [];
  const caller = stage.callerOf(firm, owner);
  const contacts = new Set<string>();
  for (let page = 0, after: string | undefined; page < mostPages; page += 1) {
    const { people, after: next } = await engagedPage(stage.calmPorts, caller, after === undefined ? {} : { after });
    for (const { contact } of people) contacts.add(contact);
    if (next === undefined) break;
    after = next;
  }
  const lines: Line[] = [];
  for (const contact of contacts) lines.push(...(await readTimeline(stage, firm, contact)));
  return lines;
}

async function readTimeline(stage: Stage, firm: Firm, contact: string): Promise<readonly Line[]> {
  const [owner] = firm.members;
  if (owner === undefined) return [];
  const caller = stage.callerOf(firm, owner);
  const lines: Line[] = [];
  for (let page = 0, after: string | undefined; page < mostPages; page += 1) {
    const query = { contact, ...(after === undefined ? {} : { after }) };
    const { rows, after: next } = await engagementsPage(stage.calmPorts, caller, query);
    lines.push(...rows.map((row) => ({ ...row, firm: firm.id, contact, tag: tagOf(row.subject) })));
    if (next === undefined) break;
    after = next;
  }
  return lines;
}
