import {
  type ErrorCode,
  type MatterPage,
  type MatterQuery,
  type MattersPage,
  refreshRules,
  SyncError,
  type WishResult,
  type WishView,
  watchFields,
} from '@concord/core';
import { filedSentence, filingFailures } from '../mail/filing/filing-sentences.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { restUntil } from '../sync/lease.ts';
import type { Wish, WishAnswer, WishRequest } from '../wishes/wish.ts';
import { makeWish, noSuchWish, ownWish } from '../wishes/wishes.ts';
import { failureSentence } from './ask-watching.ts';
import { clioOf, workingClioOf } from './clio-account.ts';
import { linkedId } from './keys.ts';
import { readWatch, readWatches } from './watch-record.ts';
import { changeViews } from './watch-view.ts';

/** One page of the member's matters. `after` is a wish of theirs: the address of its next page never leaves Concord. */
export async function askMatters(ports: EnginePorts, caller: Caller, query: MatterQuery): Promise<WishView> {
  const { after, ...filter } = query;
  if (after === undefined) return await wish(ports, caller, { kind: 'matters', filter });
  const { answer } = await ownClioWish(ports, caller, after);
  if (answer?.kind !== 'matters' || answer.page.next === undefined)
    throw new SyncError('conflict', 'There is no further page. Begin the list anew.');
  return await wish(ports, caller, { kind: 'matters', filter: answer.filter, next: answer.page.next });
}

/** Makes a watch of each matter that Clio shows to this member. */
export async function askImport(ports: EnginePorts, caller: Caller, matters: readonly string[]): Promise<WishView> {
  return await wish(ports, caller, { kind: 'import', matters: [...new Set(matters)] });
}

/** "Sync from Clio" on one watch. */
export async function askRefresh(ports: EnginePorts, caller: Caller, watch: string): Promise<WishView> {
  const stored = await readWatch(ports, caller.firm, watch);
  if (stored === undefined) throw new SyncError('notFound', 'There is no such watch.');
  const { link, archivedAt } = stored.watch;
  if (link === undefined)
    throw new SyncError('refused', 'This watch was made by hand: Clio has nothing to say about it.');
  if (archivedAt !== undefined) throw new SyncError('refused', 'This watch is archived. Take it back first.');
  return await wish(ports, caller, { kind: 'refresh', watch });
}

/** Practice areas and attorneys, read anew. */
export async function askChoices(ports: EnginePorts, caller: Caller): Promise<WishView> {
  return await wish(ports, caller, { kind: 'choices' });
}

export async function wishView(ports: EnginePorts, caller: Caller, id: string): Promise<WishView> {
  return await viewOf(ports, await ownClioWish(ports, caller, id));
}

/** Saves what is wished of the member's Clio. Throws `refused` while that does not work. */
export async function wish(ports: EnginePorts, caller: Caller, request: WishRequest): Promise<WishView> {
  const connection = await workingClioOf(ports, caller);
  return await viewOf(ports, await makeWish(ports, { ...caller, connection: connection.id }, request));
}

async function ownClioWish(ports: EnginePorts, caller: Caller, id: string): Promise<Wish> {
  const connection = await clioOf(ports, caller);
  const own = connection && (await ownWish(ports, { ...caller, connection: connection.id }, id));
  if (own === undefined) throw noSuchWish();
  return own;
}

async function viewOf(ports: EnginePorts, wished: Wish): Promise<WishView> {
  const { id, answer, failed } = wished;
  if (failed !== undefined) return { id, state: 'failed', sentence: failureOf(wished, failed) };
  if (answer === undefined) return { id, state: 'waiting', sentence: await waitingSentence(ports, wished) };
  return { id, state: 'done', sentence: doneSentence(answer), ...(await resultOf(ports, wished, answer)) };
}

const failureOf = ({ request }: Wish, code: ErrorCode): string =>
  (request.kind === 'fileMail' ? filingFailures[code] : undefined) ?? failureSentence(code);

async function waitingSentence(ports: EnginePorts, { firm, connection, heldUntil = 0 }: Wish): Promise<string> {
  if (heldUntil > ports.clock.now())
    return 'It is not known yet whether Clio has it. Concord looks for it first, so that nothing is filed twice.';
  const waitMs = (await restUntil(ports, firm, connection)) - ports.clock.now();
  if (waitMs <= 0) return 'Asking Clio.';
  return `Clio allows only so many requests a minute; going on in ${Math.ceil(waitMs / 1000)} seconds.`;
}

function doneSentence(answer: WishAnswer): string {
  switch (answer.kind) {
    case 'import':
      return importSentence(answer);
    case 'refresh':
      return answer.changes.length === 0
        ? 'The watch already says what Clio says.'
        : `${answer.changes.length} changed.`;
    case 'matters':
      return answer.page.matters.length === 0 ? 'No matter is like that.' : '';
    case 'contactMatters':
      return answer.matters.length === 0 ? 'Clio shows you no open matter of this contact.' : '';
    case 'fileMail':
      return filedSentence(answer);
    default:
      return 'Read from Clio.';
  }
}

function importSentence({ added, known, notShown }: Extract<WishAnswer, { readonly kind: 'import' }>): string {
  return [
    `${added.length} imported.`,
    known.length > 0 ? `${known.length} had been imported before.` : '',
    notShown.length > 0 ? `${notShown.length} are not shown to you in Clio.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

async function resultOf(ports: EnginePorts, { firm }: Wish, answer: WishAnswer): Promise<WishResult> {
  switch (answer.kind) {
    case 'matters':
      return { matters: await matterPage(ports, firm, answer.page) };
    case 'contactMatters':
      return { matters: await matterPage(ports, firm, { matters: answer.matters }) };
    case 'import': {
      const { added, known, notShown } = answer;
      return { imported: { added, known, notShown } };
    }
    case 'refresh': {
      const { watch, changes, fields, because } = answer;
      const traces = fields.map(({ rule, ...trace }) => ({
        ...trace,
        label: watchFields[trace.field].label,
        because: refreshRules[rule],
      }));
      return { refreshed: { watch, changes: changeViews(changes), fields: traces, because } };
    }
    default:
      return {};
  }
}

async function matterPage(ports: EnginePorts, firm: string, page: MattersPage): Promise<MatterPage> {
  const watches = await readWatches(
    ports,
    firm,
    page.matters.map(({ id }) => linkedId(firm, id)),
  );
  const rows = page.matters.map((matter) => {
    const imported = watches.get(linkedId(firm, matter.id));
    return {
      id: matter.id,
      number: matter.number,
      description: matter.description,
      client: matter.client?.name ?? '',
      status: matter.status,
      practiceArea: matter.practiceArea?.name ?? '',
      attorney: matter.attorney?.name ?? '',
      openedOn: matter.openedOn,
      ...(imported ? { watch: { id: imported.watch.id, archived: imported.watch.archivedAt !== undefined } } : {}),
    };
  });
  return { rows, more: page.next !== undefined, ...(page.total === undefined ? {} : { total: page.total }) };
}
