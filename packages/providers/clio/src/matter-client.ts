import {
  type HttpRequest,
  isSyncError,
  type Matters,
  type MattersContext,
  type MattersPage,
  type Named,
  SyncError,
} from '@concord/core';
import {
  browseMatters,
  listAttorneys,
  listPracticeAreas,
  mattersById,
  parseMatters,
  parseNamed,
  parsePeople,
  peopleById,
} from './matter-requests.ts';
import { matters } from './profile.ts';
import { followPage, hostOf } from './requests.ts';
import { createSender, type Sender } from './sending.ts';

/** The firm's matters as one member sees them: read, and never written. */
export function openMatters(context: MattersContext): Matters {
  const sender = createSender(context);
  const host = hostOf(context.hosts);
  return {
    list: async (filter, next) => await list(sender, host, browseMatters(host, filter), next),
    read: async (ids) => {
      atMost(ids, matters.idsAtOnce);
      return ids.length === 0 ? [] : parseMatters((await sender.send(mattersById(host, ids))).response).rows;
    },
    people: async (ids) => {
      atMost(ids, matters.peopleAtOnce);
      return ids.length === 0 ? [] : parsePeople((await sender.send(peopleById(host, ids))).response);
    },
    practiceAreas: () => all(sender, host, listPracticeAreas(host)),
    attorneys: () => all(sender, host, listAttorneys(host)),
  };
}

function atMost(ids: readonly string[], most: number): void {
  if (ids.length > most) throw new Error(`${ids.length} ids in one read`);
}

/** How long a page token lives is not documented: one that is refused begins a new list. */
async function list(sender: Sender, host: string, first: HttpRequest, next: string | undefined): Promise<MattersPage> {
  try {
    const { response } = await sender.send(next === undefined ? first : followPage(host, next));
    const { rows, ...page } = parseMatters(response);
    return { matters: rows, ...page };
  } catch (error) {
    const isOld = next !== undefined && isSyncError(error) && (error.code === 'refused' || error.code === 'notFound');
    if (!isOld) throw error;
    throw new SyncError('cursorExpired', 'Clio does not know this page any more', { provider: 'clio', cause: error });
  }
}

/** All of a short list; what is beyond the bound is left out. */
async function all(sender: Sender, host: string, first: HttpRequest): Promise<readonly Named[]> {
  const found: Named[] = [];
  let request: HttpRequest | undefined = first;
  for (let pages = 0; pages < matters.maxChoicePages && request !== undefined; pages += 1) {
    const page = parseNamed((await sender.send(request)).response);
    found.push(...page.rows);
    request = page.next === undefined ? undefined : followPage(host, page.next);
  }
  return found;
}
