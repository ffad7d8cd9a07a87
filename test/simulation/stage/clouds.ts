import type { Sandbox } from '@concord/sandbox';
import type { Undated } from '../history/happenings.ts';
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
  readonly oid: string;
};

export const noteNow = ({ history, now }: Clouds, happening: Undated): void =>
  history.note({ at: now(), ...happening });
