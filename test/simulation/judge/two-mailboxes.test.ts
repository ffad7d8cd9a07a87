import { describe, expect, it } from 'vitest';
import { mailboxBook } from '../history/happenings.ts';
import { mailboxFacts } from '../mailboxes/mailbox-facts.ts';
import { castOf } from './cast.ts';
import { callsPerLook, callsPerQuietRound } from './effort.ts';
import { clio, hourMs, member, outlook, type Tale, tell } from './tale.ts';

const google = mailboxBook('google', member);
const accounts = { clio: '70011', mailbox: 'member1@firm7001.example.com' } as const;
const names = { outlook: 'of Outlook', google: 'of Google' } as const;

/** One member keeps two mailboxes in step with one book of Clio's, each by a sync of its own. */
function twoSyncs(): Tale {
  const tale = tell({ mailboxes: [['microsoft', 'google']] });
  for (const [sync, mailbox] of [
    [names.outlook, outlook],
    [names.google, google],
  ] as const) {
    for (const what of ['scan', 'start'] as const) tale.wishes(what, { sync, mailbox });
    tale.note({ kind: 'sight', firm: '7001', sync, state: 'live', held: 0, parked: 0 });
  }
  return tale;
}

let workers = 100;
/** A worker of that sync that makes these calls and ends well. */
function works(tale: Tale, sync: string, ...calls: readonly Partial<Parameters<Tale['note']>[0]>[]): void {
  workers += 1;
  const own = { firm: '7001', sync, worker: workers } as const;
  tale.note({ kind: 'work', ...own, what: 'begins' });
  const usual = { kind: 'call', endAt: 0, worker: workers, what: 'GET /contacts', writes: false, status: 200 } as const;
  for (const call of calls) tale.note({ ...usual, provider: 'clio', account: accounts.clio, ...call } as never);
  tale.note({ kind: 'work', ...own, what: 'ends' });
}

describe('a member with a mailbox in two clouds', () => {
  it('has both in the cast, with the account of each and one of Clio’s', () => {
    const { mailboxes, accountOf, mailboxOf } = castOf(twoSyncs().story);
    expect(mailboxes.map(({ book }) => book)).toEqual([outlook, google]);
    expect(['clio', 'microsoft', 'google'].map((provider) => accountOf(member, provider as 'clio'))).toEqual([
      accounts.clio,
      accounts.mailbox,
      accounts.mailbox,
    ]);
    expect([mailboxOf(member)?.book, mailboxOf(member, google)?.book]).toEqual([outlook, google]);
  });

  it('may stop one sync, and is expected to have the other live', () => {
    const stops = (mailbox: string): readonly string[] => {
      const tale = twoSyncs();
      tale.wishes('stop', { sync: names.google, mailbox });
      tale.note({ kind: 'sight', firm: '7001', sync: names.google, state: 'stopped', held: 0, parked: 0 });
      return tale.said('I1');
    };
    expect(stops(google)).toEqual([]);
    expect(stops(outlook)).toEqual(['of Google is stopped in the end']);
  });

  it('ends both by disconnecting Clio', () => {
    const tale = twoSyncs();
    tale.wishes('disconnect', { provider: 'clio' });
    for (const sync of Object.values(names))
      tale.note({ kind: 'sight', firm: '7001', sync, state: 'stopped', held: 0, parked: 0 });
    expect(tale.said('I1')).toEqual([]);
  });

  it('is expected to have the same in every mailbox, by what each has room for', () => {
    const emails = ['1@example.org', '2@example.org', '3@example.org', '4@example.org'];
    const inMailboxes = (inOutlook: readonly string[], inGoogle: readonly string[]): readonly string[] => {
      const tale = twoSyncs();
      tale.born('anna', clio, { emails });
      tale.born('anna', outlook, { emails: inOutlook });
      tale.born('anna', google, { emails: inGoogle });
      return tale.said('I1');
    };
    expect(inMailboxes(emails.slice(1), emails)).toEqual([]);
    expect(inMailboxes(emails.slice(1), emails.slice(1))).toEqual([expect.stringContaining(`and ${google}: emails`)]);
  });

  it('hears of a lost grant in each sync for itself', () => {
    const lost = (next: string): readonly string[] => {
      const tale = twoSyncs();
      tale.note({ kind: 'grant', provider: 'clio', account: accounts.clio, state: 'lost' });
      tale.wait(hourMs);
      works(tale, names.outlook, { what: 'POST /clio/oauth/token', account: '', status: 400, grantLost: true });
      tale.wait(hourMs);
      works(tale, next, {});
      return tale.said('I17');
    };
    expect(lost(names.google)).toEqual([]);
    expect(lost(names.outlook)).toEqual([expect.stringContaining('known to be lost')]);
  });

  it('waits in the sync that was told to', () => {
    const told = (next: string): readonly string[] => {
      const tale = twoSyncs();
      const endAt = tale.history.all().at(-1)?.at ?? 0;
      works(tale, names.outlook, { status: 429, retryAfterMs: hourMs, endAt });
      tale.wait(1_000);
      works(tale, next, {});
      return tale.said('I15');
    };
    expect(told(names.google)).toEqual([]);
    expect(told(names.outlook)).toEqual([expect.stringContaining('before it may be')]);
  });

  it('is looked at as often as its cloud makes it necessary', () => {
    const quiet = (sync: string, calls: number): readonly string[] => {
      const tale = twoSyncs();
      tale.note({ kind: 'phase', phase: 'quiet' });
      tale.note({ kind: 'phase', phase: 'round' });
      works(tale, sync, ...Array.from({ length: calls }, () => ({})));
      tale.note({ kind: 'phase', phase: 'end' });
      return tale.said('I15');
    };
    const most = callsPerQuietRound + callsPerLook * (mailboxFacts.google.looksPerHour - 1);
    expect(quiet(names.google, most)).toEqual([]);
    expect(quiet(names.google, most + 1)).toHaveLength(1);
    expect(quiet(names.outlook, callsPerQuietRound + 1)).toHaveLength(1);
  });
});
