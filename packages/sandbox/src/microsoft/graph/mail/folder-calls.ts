import type { World } from '../../../kernel/world.ts';
import type { MailBox } from '../../mail/mail-box.ts';
import type { MailFolder } from '../../mail/mail-folders.ts';
import type { Answer, Call } from '../call.ts';
import type { DeltaState, DeltaTokens } from '../delta-token.ts';
import { nextLink, readNumber, readTop } from '../paging.ts';
import { badRequest } from '../refusal.ts';
import { findMailFolder } from './message-calls.ts';

const names = [
  'displayName',
  'parentFolderId',
  'childFolderCount',
  'unreadItemCount',
  'totalItemCount',
  'sizeInBytes',
  'isHidden',
] as const;

/** `GET /me/mailFolders` lists those at the top, `childFolders` those in one. Hidden ones only where they are asked for. */
export function listMailFolders(call: Call, parent: string | undefined): Answer {
  const box = call.mail();
  const parentId = findMailFolder(box, parent ?? 'msgfolderroot').id;
  const withHidden = call.query.get('includeHiddenFolders') === 'true';
  const all = box.folders
    .all()
    .filter(({ parentFolderId, isHidden }) => parentFolderId === parentId && (withHidden || !isHidden));
  const [top, skip] = [readTop(call), readNumber(call.query, '$skip') ?? 0];
  const select = readFolderSelect(call);
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/mailFolders`,
      value: all.slice(skip, skip + top).map((folder) => folderBody(box, folder, select)),
      ...(skip + top < all.length ? { '@odata.nextLink': nextLink(call, skip + top) } : {}),
    },
  };
}

export function getMailFolder(call: Call, idOrName: string): Answer {
  const box = call.mail();
  return { status: 200, body: folderBody(box, findMailFolder(box, idOrName), readFolderSelect(call)) };
}

const folderDelta = 'mailFolders';

/** `GET /me/mailFolders/delta`: the folders of the whole mailbox that were made, moved or renamed. Messages in them change nothing here (documented). */
export function readFolderDelta(world: World, tokens: DeltaTokens, call: Call): Answer {
  const box = call.mail();
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken');
  const state: DeltaState = token
    ? tokens.read(call, token)
    : {
        folderId: folderDelta,
        generation: tokens.generation(),
        position: 0,
        startedAt: 0,
        roundFrom: 0,
        select: readFolderSelect(call),
      };
  if (state.folderId !== folderDelta) throw badRequest('The sync state is invalid.', 'ErrorInvalidSyncStateData');
  const top = box.folders.idOf('msgfolderroot');
  const isTold = ({ isHidden, parentFolderId }: MailFolder): boolean =>
    !isHidden && (parentFolderId === top || !world.awkward.strikes('microsoft.mail.topFoldersOnly'));
  const isNews = ({ seq }: { readonly seq: number }): boolean => seq > state.position;
  const gone = state.position === 0 ? [] : box.folders.dropped().filter(isNews);
  const there = box.folders.all().filter((folder) => isNews(folder) && isTold(folder));
  const news: readonly (MailFolder | Pick<MailFolder, 'id' | 'seq'>)[] = [...there, ...gone].toSorted(
    (one, other) => one.seq - other.seq,
  );
  const page = news.slice(0, call.prefers.pageSize ?? 10);
  const more = page.length < news.length;
  const position = more ? (page.at(-1)?.seq ?? state.position) : box.folders.head();
  const link = more ? '@odata.nextLink' : '@odata.deltaLink';
  return {
    status: 200,
    body: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(mailFolder)',
      [link]: tokens.link(call, more ? '$skiptoken' : '$deltatoken', { ...state, position }),
      value: page.map((folder) => ({
        '@odata.type': '#microsoft.graph.mailFolder',
        ...('displayName' in folder
          ? folderBody(box, folder, state.select)
          : { id: folder.id, '@removed': { reason: 'deleted' } }),
      })),
    },
  };
}

function readFolderSelect({ query }: Call): readonly string[] | undefined {
  const text = query.get('$select');
  if (text === null || text.trim() === '') return undefined;
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => name !== 'id' && !names.some((known) => known === name));
  if (unknown === undefined) return asked;
  throw badRequest(`Could not find a property named '${unknown}' on type 'Microsoft.OutlookServices.MailFolder'.`);
}

function folderBody(box: MailBox, folder: MailFolder, select: readonly string[] | undefined) {
  const inside = box.inFolder(folder.id);
  const whole: Readonly<Record<(typeof names)[number], unknown>> = {
    displayName: folder.displayName,
    parentFolderId: folder.parentFolderId,
    childFolderCount: box.folders.all().filter((known) => known.parentFolderId === folder.id && !known.isHidden).length,
    unreadItemCount: inside.filter(({ fields }) => !fields.isRead).length,
    totalItemCount: inside.length,
    sizeInBytes: inside.length * 10_000,
    isHidden: folder.isHidden,
  };
  const shown = Object.entries(whole).filter(([name]) => select === undefined || select.includes(name));
  return { id: folder.id, ...Object.fromEntries(shown) };
}
