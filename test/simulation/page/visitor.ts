import { isSyncError } from '@concord/core';
import type { EnginePorts } from '@concord/engine';
import type { Chance } from '../chance.ts';
import { type Firm, type Member, noteNow } from '../stage/clouds.ts';
import type { Loop } from '../stage/loop.ts';
import { Killed } from '../stage/scheduler.ts';
import type { Stage } from '../stage/stage.ts';
import { createTravel, type Use, type Way } from './travel.ts';

/** A member in front of Concord's page, with a browser that keeps cookies, and the patience to click again. */
export type Visitor = {
  readonly firm: Firm;
  readonly member: Member;
  /** From our link over the provider's consent page and back. False when the provider would not let them. `use`: for mail. */
  readonly connect: (provider: Way, chance: Chance, use?: Use) => Promise<boolean>;
  /** Asks Concord for something; undefined when it does not answer however often one clicks, or says that it cannot be. */
  readonly ask: <Result>(request: (ports: EnginePorts) => Promise<Result>) => Promise<Result | undefined>;
};

const patience = 4;

export function createVisitor(stage: Stage, loop: Loop, firm: Firm, member: Member): Visitor {
  const cookies: Record<string, string> = {};
  const isSignedIn = (): boolean => Object.keys(cookies).some((name) => name.endsWith('session'));
  const ask = async <Result>(request: (ports: EnginePorts) => Promise<Result>): Promise<Result | undefined> => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      try {
        return await loop.ask(request);
      } catch (error) {
        if (!(error instanceof Killed) && !isSyncError(error)) throw error;
        if (isSyncError(error) && (error.code === 'conflict' || error.code === 'notFound')) return undefined;
      }
      await loop.runFor(2_000);
    }
    return undefined;
  };
  const travel = createTravel(stage, firm, member, cookies, ask);
  const connect = async (provider: Way, chance: Chance, use?: Use): Promise<boolean> => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      if (await travel(provider, chance, use)) {
        const account = provider === 'clio' ? String(member.clioUser) : member.email;
        noteNow(stage.clouds, { kind: 'grant', provider, account, state: 'given' });
        return true;
      }
      await loop.runFor(5_000);
    }
    return false;
  };
  return {
    firm,
    member,
    ask,
    connect: async (provider, chance, use) => {
      // The answer that would have signed them in may have got lost: whoever is not signed in comes in by Clio.
      if (provider !== 'clio' && !isSignedIn() && !(await connect('clio', chance))) return false;
      return await connect(provider, chance, use);
    },
  };
}
