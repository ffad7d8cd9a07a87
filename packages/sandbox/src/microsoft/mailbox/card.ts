import type { Fields } from './contact-fields.ts';

/** One version of a contact as the mailbox keeps it. Never changed in place: a write makes the next version. */
export type Card = {
  /** Immutable id: survives a move between folders. */
  readonly id: string;
  /** Changes with every move. */
  readonly classicId: string;
  readonly folderId: string;
  readonly fields: Fields;
  /** Single-value extended properties: canonical id → value. */
  readonly properties: Readonly<Record<string, string>>;
  readonly changeKey: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Its place in the mailbox's sequence of changes. */
  readonly seq: number;
};

export type Folder = { readonly id: string; readonly displayName: string; readonly parentFolderId: string };

/** What every item of a mailbox has that is filed in a folder and followed through its versions. */
export type Filed = Pick<Card, 'id' | 'classicId' | 'folderId' | 'properties' | 'changeKey' | 'modifiedAt' | 'seq'>;

/** What happened in one folder: a move is a delete here and a create there. */
export type FolderChange = {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly folderId: string;
  readonly card: Filed;
  readonly item: 'Contact' | 'Event' | 'Message';
};

export function etagOf(card: Pick<Card, 'changeKey'>): string {
  return `W/"${card.changeKey}"`;
}

/** What became of a contact as a whole, whoever did it. A move changes nothing but the folder. */
export type CardChange =
  | { readonly kind: 'created'; readonly after: Card }
  | { readonly kind: 'changed' | 'moved'; readonly before: Card; readonly after: Card }
  | { readonly kind: 'deleted'; readonly before: Card };
