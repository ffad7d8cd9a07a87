import type { Communication, Communications, Matter, MattersContext } from '@concord/core';
import {
  createCommunication,
  findCommunications,
  mattersOfClient,
  parseCommunications,
  parseCreated,
  parseRelatedMatters,
  relationshipsOf,
} from './communication-requests.ts';
import { mattersById, parseMatters } from './matter-requests.ts';
import { communications, matters } from './profile.ts';
import { followPage, hostOf } from './requests.ts';
import { createSender, type Sender } from './sending.ts';

/** What is logged on the firm's matters, as one member sees it: looked for by its marker, and made. */
export function openCommunications(context: MattersContext): Communications {
  const sender = createSender(context);
  const host = hostOf(context.hosts);
  return {
    find: (marker) => find(sender, host, marker),
    file: async (letter) => parseCreated((await sender.send(createCommunication(host, letter))).response),
    mattersOf: (contact) => mattersOf(sender, host, contact),
  };
}

async function find(sender: Sender, host: string, marker: string): Promise<readonly Communication[]> {
  const found: Communication[] = [];
  let request = findCommunications(host, marker);
  for (let pages = 0; pages < communications.maxPages; pages += 1) {
    const page = parseCommunications((await sender.send(request)).response);
    found.push(...page.rows);
    if (page.next === undefined) return found;
    request = followPage(host, page.next);
  }
  return found;
}

/** A contact with more related matters than one read takes is shown the newest of them. */
async function mattersOf(sender: Sender, host: string, contact: string): Promise<readonly Matter[]> {
  const own = parseMatters((await sender.send(mattersOfClient(host, contact))).response).rows;
  const ids = parseRelatedMatters((await sender.send(relationshipsOf(host, contact))).response);
  const others = [...new Set(ids)]
    .filter((id) => !own.some((matter) => matter.id === id))
    .sort(newestFirst)
    .slice(0, matters.idsAtOnce);
  if (others.length === 0) return own;
  const related = parseMatters((await sender.send(mattersById(host, others))).response).rows;
  return [...own, ...related.toSorted((a, b) => newestFirst(a.id, b.id))];
}

const newestFirst = (a: string, b: string): number => Number(b) - Number(a);
