import { readSearch } from '../mailbox/search.ts';
import type { StoredMessage } from '../mailbox/stored-message.ts';
import type { Answer, Call } from './call.ts';
import { formats, showMessage } from './message-view.ts';
import { readCount, readToken } from './paging.ts';
import { invalid, refusal } from './refusal.ts';

const usualRows = 100;
const maxRows = 500;

const metadataScope = 'https://www.googleapis.com/auth/gmail.metadata';
/** Documented: the scope of metadata alone knows neither searches nor texts. */
const isMetadataOnly = ({ token }: Call): boolean =>
  token.scopes.includes(metadataScope) &&
  !token.scopes.some((scope) => /\.(?:readonly|modify)$|^https:\/\/mail\.google\.com\/$/u.test(scope));

/** `GET messages`: the latest first. No row, no `messages`. */
export function listMessages(call: Call): Answer {
  const { query, mailbox, world } = call;
  const q = query.get('q') ?? '';
  if (q !== '' && isMetadataOnly(call)) throw refusal('insufficientPermissions');
  const labelIds = query.getAll('labelIds');
  const stranger = labelIds.find((id) => !mailbox.labels.has(id));
  if (stranger !== undefined) throw invalid(`Invalid label: ${stranger}`);
  const count = readCount(query, usualRows, maxRows);
  const { offset, isBlank } = readToken(call, `messages ${q} ${labelIds.join()}`);
  const search = readSearch(q, mailbox);
  const reachesAll =
    query.get('includeSpamTrash') === 'true' ||
    search.reachesAll ||
    labelIds.some((id) => id === 'SPAM' || id === 'TRASH');
  const rows = mailbox
    .all()
    .filter((message) => reachesAll || !isThrownAway(message))
    .filter((message) => labelIds.every((id) => message.labelIds.includes(id)) && search.fits(message))
    .filter((message) => !isLate(call, message));
  const page = isBlank ? [] : rows.slice(offset, offset + count);
  const next = offset + page.length;
  return {
    ...(page.length === 0 ? {} : { messages: page.map(({ id, threadId }) => ({ id, threadId })) }),
    ...(next < rows.length ? { nextPageToken: String(next) } : {}),
    resultSizeEstimate: estimate(world.random(), rows.length),
  };
}

const isThrownAway = ({ labelIds }: StoredMessage): boolean => labelIds.includes('SPAM') || labelIds.includes('TRASH');

/** It is only an estimate, and of large numbers a poor one (documented as such; how poor is assumed). */
const estimate = (chance: number, count: number): number =>
  count < 100 ? count : Math.floor(count * (0.8 + 0.4 * chance));

function isLate({ world }: Call, { internalDate }: StoredMessage): boolean {
  const limitMs = world.awkward.amount('google.mail.listLags', 10_000);
  return internalDate > world.now() - limitMs && world.awkward.strikes('google.mail.listLags');
}

/** `GET messages/{id}` */
export function getMessage(call: Call): Answer {
  const { query, mailbox, id, world } = call;
  const format = (query.get('format') ?? 'full').toLowerCase();
  const known = formats.find((one) => one === format);
  if (known === undefined) throw invalid(`Invalid value at 'format': "${format}"`);
  if ((known === 'full' || known === 'raw') && isMetadataOnly(call)) throw refusal('insufficientPermissions');
  if (!/^[\da-f]{1,16}$/u.test(id)) throw invalid('Invalid id value');
  const message = mailbox.get(id);
  if (message === undefined) throw refusal('notFound');
  const isEncoded = world.awkward.strikes('google.mail.encodedHeaders');
  return showMessage(message, { format: known, only: query.getAll('metadataHeaders'), isEncoded });
}
