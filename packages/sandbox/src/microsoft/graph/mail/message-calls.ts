import type { World } from '../../../kernel/world.ts';
import type { MailBox } from '../../mail/mail-box.ts';
import type { MailFolder } from '../../mail/mail-folders.ts';
import type { StoredMessage } from '../../mail/message.ts';
import { etagOf } from '../../mailbox/card.ts';
import type { Answer, Call } from '../call.ts';
import { readExpand } from '../filters.ts';
import { looksLikeId, missing } from '../item-checks.ts';
import { GraphRefusal, refusal } from '../refusal.ts';
import { messageBody, readMessageSelect } from './message-body.ts';
import { shownProperties } from './message-list.ts';

/** By id or by a well-known name. Which code a folder that is not there gets is observed. */
export function findMailFolder(box: MailBox, idOrName: string): MailFolder {
  const folder = box.folders.find(idOrName);
  if (folder) return folder;
  throw new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** Whether deleted ones still answer to their id is not a question here: Deleted Items are a mail folder like any other. */
export function getMessage(world: World, call: Call, id: string, folderId: string | undefined): Answer {
  const select = readMessageSelect(call.query.get('$select'));
  const expand = readExpand(call.query.get('$expand'));
  const message = seenMessage(world, call.mail(), id);
  if (message === undefined) throw looksLikeId(id) ? missing(world) : refusal('idMalformed');
  if (folderId !== undefined && message.folderId !== folderId) throw missing(world);
  return {
    status: 200,
    headers: { ETag: etagOf(message) },
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/messages/$entity`,
      ...messageBody(message, call.prefers.idKind, select),
      ...shownProperties(world, message, expand),
    },
  };
}

function seenMessage({ awkward, now }: World, box: MailBox, id: string): StoredMessage | undefined {
  const current = box.get(id);
  if (!awkward.strikes('microsoft.staleRead')) return current;
  const then = box.getAt(id, now() - awkward.amount('microsoft.staleRead', 5_000));
  if (then === current) awkward.missed('microsoft.staleRead');
  return then;
}
