/** What a record may be waiting for. The set is closed; `says` may be followed by a time, `changes` is what would end it sooner. */
export type WaitCode =
  | 'intent'
  | 'settling'
  | 'answerGiven'
  | 'person'
  | 'field'
  | 'parked'
  | 'quiet'
  | 'failing'
  | 'atWork'
  | 'news'
  | 'fullPass'
  | 'brake'
  | 'connection'
  | 'trouble'
  | 'preview'
  | 'run'
  | 'stopped'
  | 'operator';

export const waitSentences = {
  intent: {
    says: 'The answer to a write never came. Before anything else Concord looks what became of it.',
    changes: 'Nothing: it happens by itself, once the write can no longer be under way.',
  },
  settling: {
    says: 'A delete waits for its minute, so that a disaster is seen whole before its first step.',
    changes: 'Bringing the {card} back on the side where it was deleted.',
  },
  answerGiven: {
    says: 'Somebody has answered; a worker is about to do it.',
    changes: 'Nothing: it is done within seconds.',
  },
  person: {
    says: 'It waits for a person’s answer.',
    changes: 'Your answer under “Waiting for you”.',
  },
  field: {
    says: 'Both sides changed the same detail; only that detail waits for a person.',
    changes: 'Your answer under “Waiting for you”, or typing the same on both sides.',
  },
  parked: {
    says: 'A write was refused and is put aside.',
    changes: 'Correcting the {card} on the side it comes from, or “Try again” under “Waiting for you”.',
  },
  quiet: {
    says: 'A provider asked Concord to be quiet for a while; everything of this account waits.',
    changes: 'Nothing: it goes on by itself when that time is over.',
  },
  failing: {
    says: 'A service did not answer; Concord tries again, less and less often.',
    changes: 'The service being reachable again.',
  },
  atWork: {
    says: 'A worker is at this account just now.',
    changes: 'Nothing: what it does is seen here in a moment.',
  },
  news: {
    says: 'One of the sides has told of changes, which have not been looked at yet.',
    changes: 'Nothing: they are looked at within seconds.',
  },
  fullPass: {
    says: 'Both sides are being read completely just now.',
    changes: 'Nothing: what differs is written when they have been read.',
  },
  brake: {
    says: 'The brake stopped this sync before a mass change.',
    changes: 'Looking at what was about to happen on the page of this sync, and deciding there.',
  },
  connection: {
    says: 'An account has lost its permission, so this sync is paused.',
    changes: 'Authorizing that account again.',
  },
  trouble: {
    says: 'This sync is paused, because something went wrong.',
    changes: 'Doing what the page of this sync says.',
  },
  preview: {
    says: 'Nothing is written before the preview was started.',
    changes: 'Starting the preview.',
  },
  run: {
    says: 'The run that carries out the preview has not come to it yet.',
    changes: 'Nothing: it comes to it by itself.',
  },
  stopped: {
    says: 'This sync is stopped: both sides stay as they are.',
    changes: 'Starting it again.',
  },
  operator: {
    says: 'Whoever operates Concord has paused this sync.',
    changes: 'Nothing that you can press: it goes on where it was when they let it.',
  },
} as const satisfies Record<WaitCode, { readonly says: string; readonly changes: string }>;
