/**
 * What people did, in order, and what a page told them. Nothing in it comes from Concord's tables, and no rule is applied to it yet.
 * Times are true ones, by no clock of Concord's.
 */
export type Entry = { readonly at: number } & EntryBody;
export type EntryBody =
  | { readonly kind: 'phase'; readonly phase: MailPhase }
  | ({ readonly kind: 'contact' } & ContactState)
  | ({ readonly kind: 'settings'; readonly firm: string } & SettingsState)
  | ({ readonly kind: 'composed' } & Composed)
  | ({ readonly kind: 'lies' } & CopyState)
  | ({ readonly kind: 'stray' } & Stray)
  | ({ readonly kind: 'box' } & BoxState)
  | ({ readonly kind: 'seen' } & BoxSeen)
  | ({ readonly kind: 'letter' } & LetterState)
  | { readonly kind: 'redacted'; readonly firm: string; readonly tag: string; readonly engagement: string }
  /** From now on nobody may be forgotten who is known, nor known who is gone. */
  | { readonly kind: 'probes'; readonly firm: string }
  | { readonly kind: 'directory'; readonly firm: string; readonly readAt: number };

export type MailPhase = 'chaos' | 'healed' | 'quiet' | 'end';

/** A contact in Clio from now on; without addresses it is gone. */
export type ContactState = {
  readonly firm: string;
  readonly contact: string;
  readonly addresses: readonly string[] | undefined;
};

/** As the account owner saved it. `isSure`: the answer came; otherwise it may hold or not. */
export type SettingsState = {
  readonly copiesCount: boolean;
  readonly excludedDomains: readonly string[];
  readonly ownDomains: readonly string[];
  readonly excludedLabels: readonly string[];
  readonly isSure: boolean;
};

export type Party = { readonly as: 'from' | 'to' | 'cc' | 'bcc'; readonly address: string };

/** What somebody wrote. Copies of it may lie in several mailboxes; the tag stands in its subject. */
export type Composed = {
  readonly tag: string;
  readonly messageId: string | undefined;
  readonly parties: readonly Party[];
  readonly sentAt: number;
  readonly isPrivate: boolean;
};

export type CopyPlace = 'inbox' | 'sent' | 'drafts' | 'junk' | 'deleted' | 'other';

/** One copy in one mailbox from now on; without a place it is gone for good. */
export type CopyState = {
  readonly box: number;
  readonly tag: string;
  readonly copy: string;
  readonly place: CopyPlace | undefined;
  readonly labels: readonly string[];
  readonly receivedAt: number;
  /** It came there just now, or was written there; otherwise it was moved or marked. */
  readonly isNew: boolean;
  /** A person, the cloud, or the worker (by its number) whose request it was. */
  readonly by: 'person' | number;
};

/** Something became of a message that no person in the story wrote. */
export type Stray = { readonly box: number; readonly subject: string; readonly by: 'person' | number };

/** `connected`: from when the consent was given; `lost`: its grant ended; `disconnected`: its owner did so. */
export type BoxState = {
  readonly box: number;
  readonly state: 'connected' | 'lost' | 'disconnected' | 'cursorExpired';
};

/** What the page showed of a mailbox, by Concord's clock. */
export type BoxSeen = {
  readonly box: number;
  readonly state: string;
  readonly lookedAt: number | undefined;
  readonly gaps: readonly { readonly from: number; readonly until: number }[];
  readonly run:
    | {
        readonly id: string;
        readonly kind: string;
        readonly state: string;
        readonly from: number;
        readonly until: number;
      }
    | undefined;
  readonly aliases: readonly string[];
};

/** A letter that somebody sent from the page. `asked`: the answer came; `unsure`: it did not. */
export type LetterState = {
  readonly tag: string;
  readonly box: number;
  readonly state: 'asked' | 'unsure' | 'done' | 'failed';
  readonly sentence?: string;
};

export type Of<Kind extends EntryBody['kind']> = Extract<Entry, { readonly kind: Kind }>;

export type MailRecord = {
  readonly note: (entry: EntryBody) => void;
  readonly all: () => readonly Entry[];
  readonly of: <Kind extends EntryBody['kind']>(kind: Kind) => readonly Of<Kind>[];
};

export function createRecord(now: () => number): MailRecord {
  const entries: Entry[] = [];
  return {
    note: (entry) => void entries.push({ at: now(), ...entry }),
    all: () => entries,
    of: <Kind extends EntryBody['kind']>(kind: Kind) =>
      entries.filter((entry): entry is Of<Kind> => entry.kind === kind),
  };
}
