import type { PostedMail } from '@concord/sandbox';
import type { CopyPlace } from '../record.ts';

/** One copy as its owner sees it. */
export type Copy = {
  readonly id: string;
  /** The subject begins with the tag of the message. */
  readonly subject: string;
  readonly place: CopyPlace;
  readonly labels: readonly string[];
  readonly receivedAt: number;
};

/** What the owner of a mailbox, and what the world, does in it. */
export type BoxHands = {
  readonly list: () => readonly Copy[];
  /** As its own programs do it: into the sent place, and off to whom it is for. */
  readonly send: (mail: PostedMail) => void;
  /** Returns its id. */
  readonly draft: (mail: PostedMail) => string;
  readonly sendDraft: (id: string) => void;
  /** What the mailbox's own filter thinks is junk comes there, and what it labels comes labelled. */
  readonly receive: (mail: PostedMail, as: { readonly isJunk?: boolean; readonly label?: string }) => void;
  readonly move: (id: string, place: 'inbox' | 'junk' | 'deleted' | 'other') => void;
  readonly label: (id: string, label: string, isOn: boolean) => void;
  /** For good. */
  readonly remove: (id: string) => void;
  readonly expireCursors: () => void;
  /** Tells of every change of any copy, whoever made it; `after` absent: gone. */
  readonly watch: (tell: (id: string, before: Copy | undefined, after: Copy | undefined) => void) => void;
};
