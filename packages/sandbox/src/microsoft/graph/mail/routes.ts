import type { Call } from '../call.ts';
import { badRequest } from '../refusal.ts';
import type { Place, Route } from '../routes.ts';
import { getMailFolder, listMailFolders, readFolderDelta } from './folder-calls.ts';
import { findMailFolder, getMessage } from './message-calls.ts';
import { readMessageDelta } from './message-delta.ts';
import { countMessages, listMessages } from './message-list.ts';
import { sendMail } from './send-mail.ts';

/** Undefined where the path names no folder: the whole mailbox. */
const folderIdOf = (call: Call, { folder }: Place): string | undefined =>
  folder === undefined ? undefined : findMailFolder(call.mail(), folder).id;

export const mailRoutes: Readonly<Record<string, Route>> = {
  'GET mailFolders': {
    kind: 'GET mail folders',
    needs: 'readMail',
    answer: (_, call) => listMailFolders(call, undefined),
  },
  'GET mailFolders/delta': {
    kind: 'GET mail folders delta',
    needs: 'readMail',
    answer: ({ world, tokensOf }, call) => readFolderDelta(world, tokensOf(call.account.oid), call),
  },
  'GET mailFolders/{folder}': {
    kind: 'GET mail folder',
    needs: 'readMail',
    answer: (_, call, { folder = '' }) => getMailFolder(call, folder),
  },
  'GET mailFolders/{folder}/childFolders': {
    kind: 'GET mail folders',
    needs: 'readMail',
    answer: (_, call, { folder }) => listMailFolders(call, folder),
  },
  'GET messages': {
    kind: 'GET messages',
    needs: 'readMail',
    answer: ({ world }, call, place) => listMessages(world, call, folderIdOf(call, place)),
  },
  'GET messages/$count': {
    kind: 'GET messages count',
    needs: 'readMail',
    answer: ({ world }, call, place) => countMessages(world, call, folderIdOf(call, place)),
  },
  'GET messages/delta': {
    kind: 'GET messages delta',
    needs: 'readMail',
    answer: ({ world, tokensOf }, call, { folder }) => {
      // Listed in the API's description, and refused (msgraph-sdk-python issue 1087).
      if (folder === undefined) throw badRequest("Change tracking is not supported against 'microsoft.graph.message'.");
      return readMessageDelta(world, tokensOf(call.account.oid), call, findMailFolder(call.mail(), folder).id);
    },
  },
  'GET messages/{id}': {
    kind: 'GET message',
    needs: 'readMail',
    answer: ({ world }, call, place) => getMessage(world, call, place.id, folderIdOf(call, place)),
  },
  'POST sendMail': {
    kind: 'POST sendMail',
    needs: 'sendMail',
    answer: ({ world, posting }, call) => sendMail(world, posting, call),
  },
};

const literals = new Set(['messages', '$count', 'delta']);

/** Takes the folder out of the path: `mailFolders/{a}/childFolders/{b}/messages/{id}` → `messages/{id}` in folder b. */
export function readMailPath(segments: readonly string[]): { shape: string; place: Place } | undefined {
  const [first, second] = segments;
  if (first === 'sendMail' && second === undefined) return { shape: 'sendMail', place: { folder: undefined, id: '' } };
  let rest = segments;
  let folder: string | undefined;
  while ((rest[0] === 'mailFolders' || rest[0] === 'childFolders') && rest[1] !== undefined && rest[1] !== 'delta') {
    folder = rest[1];
    const goesOn = rest[2] === 'messages' || (rest[2] === 'childFolders' && rest[3] !== undefined);
    if (!goesOn) return { shape: ['mailFolders/{folder}', ...rest.slice(2)].join('/'), place: { folder, id: '' } };
    rest = rest.slice(2);
  }
  if (first !== 'mailFolders' && first !== 'messages') return undefined;
  if (rest[0] === 'mailFolders') return { shape: rest.join('/'), place: { folder: undefined, id: '' } };
  const id = rest.find((segment) => !literals.has(segment)) ?? '';
  return { shape: rest.map((segment) => (literals.has(segment) ? segment : '{id}')).join('/'), place: { folder, id } };
}
