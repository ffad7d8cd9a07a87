import type { ApiRequest } from '../api.ts';
import { type Answer, garbled, recordOf, recordsOf } from '../errors.ts';
import { historyPageSize, markerHeader } from './profile.ts';

const me = '/gmail/v1/users/me';

/** All that a message shows of itself here; the text stays where it is. */
const headers = ['From', 'To', 'Cc', 'Bcc', 'Subject', 'Date', 'Message-ID', 'Sensitivity', markerHeader];

export const profileRequest = (): ApiRequest => get('/profile');
export const labelsRequest = (): ApiRequest => get('/labels');
export const sendAsRequest = (): ApiRequest => get('/settings/sendAs');

/** What was added, and what got or lost a label: a sent draft gets one (observed), and what leaves the junk loses one. */
export function historyRequest(after: string, pageToken?: string): ApiRequest {
  return get('/history', [
    ['startHistoryId', after],
    ['historyTypes', 'messageAdded'],
    ['historyTypes', 'labelAdded'],
    ['historyTypes', 'labelRemoved'],
    ['maxResults', String(historyPageSize)],
    ...(pageToken === undefined ? [] : [['pageToken', pageToken] as const]),
  ]);
}

export type ListQuery = {
  readonly q: string;
  readonly maxResults: number;
  readonly labelIds?: string;
  /** Otherwise what lies in the junk or the trash is left out. */
  readonly includeSpamTrash?: 'true';
};

export function listRequest({ maxResults, ...query }: ListQuery, pageToken?: string): ApiRequest {
  return get('/messages', [
    ...Object.entries(query),
    ['maxResults', String(maxResults)],
    ...(pageToken === undefined ? [] : [['pageToken', pageToken] as const]),
  ]);
}

export function readRequest(id: string): ApiRequest {
  return get(`/messages/${encodeURIComponent(id)}`, [
    ['format', 'metadata'],
    ...headers.map((name) => ['metadataHeaders', name] as const),
  ]);
}

/** `source`: the whole message as RFC 5322 has it. */
export function sendRequest(source: string, threadId?: string): ApiRequest {
  const raw = Buffer.from(source, 'utf8').toString('base64url');
  return post('/messages/send', { raw, ...(threadId === undefined ? {} : { threadId }) });
}

/** All changes but those of what no rule would ever take. */
export function watchRequest(topicName: string): ApiRequest {
  return post('/watch', { topicName, labelIds: ['DRAFT', 'SPAM', 'TRASH'], labelFilterBehavior: 'exclude' });
}

export const stopRequest = (): ApiRequest => post('/stop', {});

function get(path: string, query: readonly (readonly [string, string])[] = []): ApiRequest {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return { method: 'GET', path: `${me}${path}${text === '' ? '' : `?${text}`}` };
}

const post = (path: string, body: object): ApiRequest => ({ method: 'POST', path: `${me}${path}`, body });

/** The number of the mailbox's last change. Numbers of 64 bits, as texts (documented). */
export function parseHistoryId(answer: Answer): string {
  const { historyId } = recordOf(answer.body) ?? {};
  const text = typeof historyId === 'number' ? String(historyId) : historyId;
  if (typeof text !== 'string' || !/^\d{1,20}$/u.test(text)) throw garbled('no historyId');
  return text;
}

export type ListPage = { readonly ids: readonly string[]; readonly nextPageToken?: string };

/** A list without rows has no `messages` at all, and a page may be empty and not the last. */
export function parseList(answer: Answer): ListPage {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no list of messages');
  const ids = recordsOf(body.messages).flatMap(({ id }) => (isText(id) ? [id] : []));
  return { ids, ...tokenIn(body) };
}

export function tokenIn({ nextPageToken }: Readonly<Record<string, unknown>>): { readonly nextPageToken?: string } {
  return isText(nextPageToken) ? { nextPageToken } : {};
}

/** Names of the labels that people made, by id. */
export function parseLabels(answer: Answer): ReadonlyMap<string, string> {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no list of labels');
  return new Map(
    recordsOf(body.labels).flatMap(({ id, name, type }) =>
      isText(id) && isText(name) && type === 'user' ? [[id, name] as const] : [],
    ),
  );
}

/** Addresses under which the account may send: of others it is not known yet whether they are its own. */
export function parseSendAs(answer: Answer): readonly string[] {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no list of addresses');
  return recordsOf(body.sendAs).flatMap(({ sendAsEmail, isPrimary, verificationStatus }) =>
    isText(sendAsEmail) && (isPrimary === true || verificationStatus === 'accepted') ? [sendAsEmail] : [],
  );
}

/** A message that went out has an id. Throws `garbled` for an answer that says nothing of one. */
export function parseSent(answer: Answer): string {
  const { id } = recordOf(answer.body) ?? {};
  if (!isText(id)) throw garbled('no message that was sent');
  return id;
}

/** When the watch ends, in milliseconds, as a text. */
export function parseWatch(answer: Answer, now: number, lifeMs: number): number {
  const { expiration } = recordOf(answer.body) ?? {};
  const until = Number(expiration ?? Number.NaN);
  if (Number.isNaN(until)) throw garbled('a watch without an end');
  return Math.min(until, now + lifeMs);
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
