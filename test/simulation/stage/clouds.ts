import type { Sandbox } from '@concord/sandbox';
import type { BookName, MailboxProvider, Undated } from '../history/happenings.ts';
import type { History } from '../history/history.ts';
import type { FirmPlan } from '../story.ts';

/** The clouds as the people of a story see them: with no Concord in sight. */
export type Clouds = {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly firms: readonly Firm[];
  readonly now: () => number;
};

export type Firm = {
  readonly id: string;
  readonly plan: FirmPlan;
  /** The first one owns the Clio account. */
  readonly members: readonly Member[];
};

export type Member = {
  readonly id: string;
  readonly name: string;
  readonly clioUser: number;
  readonly email: string;
  /** One at most in each cloud. */
  readonly mailboxes: readonly {
    readonly provider: MailboxProvider;
    readonly book: BookName;
    /** By which the cloud knows the account for good. */
    readonly id: string;
    readonly email: string;
    /** Under which it gets mail as well. */
    readonly aliases?: readonly string[];
  }[];
};

export const noteNow = ({ history, now }: Clouds, happening: Undated): void =>
  history.note({ at: now(), ...happening });
