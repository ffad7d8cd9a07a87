import type { EngagementView, MailboxView, MailRunView } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { answerTo, newLetterTo, readLetter } from '../../packages/console/src/engagements/letters.ts';
import { namesOf } from '../../packages/console/src/engagements/people.ts';
import { bareSubject, threadsOf } from '../../packages/console/src/engagements/threads.ts';
import { bandMs, bandOf } from '../../packages/console/src/mail/band.ts';
import { dayOf, daysFault } from '../../packages/console/src/mail/mail-days.ts';
import { sayExpected } from '../../packages/console/src/mail/run-words.ts';
import { readAliases, readDomains, readLabels } from '../../packages/console/src/mail/settings/read-lists.ts';
import { retentionChoices, sayDays } from '../../packages/console/src/mail/settings/retention.ts';
import { sayBytes } from '../../packages/console/src/words/numbers.ts';
import { isWebAddress, toPlainText } from '../../packages/console/src/words/plain-text.ts';

const dayMs = 24 * 60 * 60 * 1000;
const now = 100 * dayMs;
/** So many days ago. */
const ago = (days: number): number => now - days * dayMs;

describe('the band of the last 30 days', () => {
  const box = (parts: Partial<MailboxView>): MailboxView => ({
    connection: { id: 'm', provider: 'microsoft', label: 'Outlook mail', account: '', state: 'active', sentence: '' },
    label: 'Outlook mail',
    sentence: '',
    lookedAt: now,
    isPushed: true,
    canSend: true,
    aliases: { told: [], own: [] },
    gaps: [],
    counts: { kept: 0, leftOut: 0 },
    ...parts,
  });
  const gap = (from: number, until: number) => ({ id: `${from}`, from: ago(from), until: ago(until), sentence: '' });
  const said = (parts: Partial<MailboxView>): readonly string[] =>
    bandOf(box(parts), now).map(({ kind, from, until }) => `${kind} ${(now - from) / dayMs}-${(now - until) / dayMs}`);

  it('has no holes and nothing twice: what was looked at, and the gaps in it', () => {
    expect(said({ lookedFrom: ago(20), gaps: [gap(6, 5), gap(12, 10)] })).toEqual([
      'older 30-20',
      'looked 20-12',
      'gap 12-10',
      'looked 10-6',
      'gap 6-5',
      'looked 5-0',
    ]);
  });

  it('ends where nobody has looked since, but for what an hourly look leaves', () => {
    expect(said({ lookedFrom: ago(40), lookedAt: ago(2) })).toEqual(['looked 30-2', 'behind 2-0']);
    expect(said({ lookedFrom: ago(40), lookedAt: now - dayMs / 24 })).toEqual(['looked 30-0']);
  });

  it('begins a day before the last look where nobody knows better', () => {
    expect(said({})).toEqual(['older 30-1', 'looked 1-0']);
  });

  it('shows no more of a gap or a run than lies in these days', () => {
    const run = { id: 'r', kind: 'backSync', state: 'running', from: ago(90), until: ago(15) } as const;
    const counts = { looked: 0, kept: 0, known: 0, leftOut: 0, sentence: '' };
    expect(said({ lookedFrom: ago(95), gaps: [gap(60, 25), gap(95, 70)], run: { ...run, ...counts } })).toEqual([
      'gap 30-25',
      'looked 25-0',
      'run 30-15',
    ]);
    expect(said({ lookedFrom: ago(95), run: { ...run, ...counts, state: 'counted' } })[1]).toBe('chosen 30-15');
    expect(said({ lookedFrom: ago(95), run: { ...run, ...counts, state: 'done' } })).toEqual(['looked 30-0']);
    expect(bandMs).toBe(30 * dayMs);
  });

  it('is not confused by gaps that touch the first look or each other', () => {
    expect(said({ lookedFrom: ago(10), gaps: [gap(11, 8), gap(8, 7)] })).toEqual([
      'older 30-11',
      'gap 11-8',
      'gap 8-7',
      'looked 7-0',
    ]);
  });
});

describe('what strangers wrote', () => {
  it.each([
    ['a plain subject', 'Lease', 'Lease'],
    ['overrides of direction', 'invoice \u202efdp.exe\u202c', 'invoice fdp.exe'],
    ['isolates and marks of direction', '\u2067a\u2069\u200e\u200fb\u061c', 'ab'],
    ['characters without width', 'a\u200bb\u2060c\ufeff', 'abc'],
    ['controls and lines', 'a\u0000\u0007b\r\n\tc\u2028d', 'ab c d'],
    ['nothing that can be seen', '\u200b\u200d\u3164 \u00ad', ''],
    ['tags', 'a\u{e0041}\u{e007f}', 'a'],
    ['joiners, which scripts and emoji need', '\u0646\u200c\u0645 👩‍👧 ❤️', '\u0646\u200c\u0645 👩‍👧 ❤️'],
    ['heaps of marks', `Z${'\u0335'.repeat(40)}`, `Z${'\u0335'.repeat(3)}`],
    ['signs of a page', '<b>&amp;', '<b>&amp;'],
  ])('keeps what it says: %s', (_, text, plain) => {
    expect(toPlainText(text)).toBe(plain);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'mail.example.com',
    '//mail.example.com',
    '',
    ' https://a',
    undefined,
  ])('is no link when it is %j', (url) => {
    expect(isWebAddress(url)).toBe(false);
  });

  it('is a link when it is a web address', () => {
    expect(isWebAddress('https://outlook.office365.com/owa/?ItemID=AAMk%2F')).toBe(true);
  });
});

const message = (parts: Partial<EngagementView>): EngagementView => ({
  id: 'e',
  at: 0,
  direction: 'received',
  people: [],
  subject: '',
  preview: '',
  hasAttachments: false,
  thread: '',
  boxes: [],
  canRedact: false,
  filed: [],
  ...parts,
});

describe('conversations', () => {
  it('stand where their newest message is, each message once, the newest first', () => {
    const rows = [
      message({ id: 'a', at: 9, thread: 'x' }),
      message({ id: 'b', at: 8, thread: 'y' }),
      message({ id: 'c', at: 7, thread: 'x' }),
      message({ id: 'a', at: 9, thread: 'x' }),
      message({ id: 'd', at: 6 }),
      message({ id: 'e', at: 5 }),
    ];
    expect(threadsOf(rows).map(({ rows: found }) => found.map(({ id }) => id).join())).toEqual(['a,c', 'b', 'd', 'e']);
  });

  it.each([
    ['Re: Fwd: RE[2]: Lease', 'Lease'],
    ['AW: WG: Lease', 'Lease'],
    ['Regarding: Lease', 'Regarding: Lease'],
    ['Re:', ''],
  ])('of %j have the subject %j', (subject, bare) => {
    expect(bareSubject(subject)).toBe(bare);
  });

  it('say who wrote, and to whom', () => {
    const to = (name: string) => ({ as: 'to', name, address: `${name}@example.com` }) as const;
    const from = { as: 'from', name: '\u202e', address: 'ada@example.com' } as const;
    expect(namesOf(message({ people: [from, to('Robin')] }))).toEqual({ from: 'ada@example.com', to: 'Robin' });
    expect(namesOf(message({ people: [to('Robin'), to('Grace')] })).to).toBe('Robin and 1 other');
    expect(namesOf(message({ people: [to('Robin'), to('Grace'), to('Olu')] })).to).toBe('Robin and 2 others');
    expect(namesOf(message({}))).toEqual({ from: 'nobody', to: 'nobody' });
  });
});

describe('a letter', () => {
  const ada = { name: 'Ada', address: 'ada@example.com' } as const;
  const robin = { name: 'Robin', address: 'robin@example.com' } as const;

  it('answers who wrote, or those whom the member wrote to', () => {
    const people = [
      { as: 'from', ...ada },
      { as: 'to', ...robin },
    ] as const;
    expect(answerTo(message({ people, subject: 'Lease' }))).toMatchObject({ to: ada.address, subject: 'Re: Lease' });
    expect(answerTo(message({ people, direction: 'sent', subject: 're: Lease' }))).toMatchObject({
      to: robin.address,
      subject: 're: Lease',
    });
    expect(answerTo(message({ subject: 'w'.repeat(700) })).subject).toHaveLength(255);
  });

  it('goes to the first address of a contact, unless another is typed', () => {
    expect(newLetterTo(['a@example.com', 'b@example.com']).to).toBe('a@example.com');
    expect(newLetterTo([]).to).toBe('');
  });

  it('takes addresses as people paste them', () => {
    const draft = { to: 'Ada <ada@example.com>; robin@example.com', cc: '', subject: ' Lease ', text: 'Dear' };
    expect(readLetter(draft)).toEqual({
      letter: { to: ['ada@example.com', 'robin@example.com'], subject: 'Lease', text: 'Dear' },
    });
  });

  it('says what is wrong with it', () => {
    expect(readLetter({ to: '', cc: 'x@y', subject: '', text: ' ' })).toEqual({
      faults: { to: 'Type at least one address.', cc: 'Not an e-mail address: x@y', text: 'Write something first.' },
    });
    const many = Array.from({ length: 50 }, (_, index) => `a${index}@example.com`).join();
    expect(readLetter({ to: many, cc: '', subject: '', text: 'Dear' })).toHaveProperty('letter');
    expect(readLetter({ to: many, cc: 'b@example.com', subject: '', text: 'Dear' })).toEqual({
      faults: { cc: 'At most 50 people.' },
    });
  });
});

describe('lists that people type', () => {
  it('takes domains out of what they paste, in small letters, each once', () => {
    expect(
      readDomains('@Bank.example, https://bank.example/login *.News.example ann@x.example', ['bank.example']),
    ).toEqual({
      items: ['bank.example', 'news.example', 'x.example'],
    });
    expect(readDomains('localhost', [])).toEqual({ items: [], fault: 'Not a domain: localhost' });
    expect(readDomains(' , ', ['a.example'])).toHaveProperty('fault');
    const all = Array.from({ length: 200 }, (_, index) => `d${index}.example`);
    expect(readDomains('one.more.example', all)).toEqual({ items: all, fault: 'At most 200 domains.' });
  });

  it('takes labels without regard to case, and names with blanks in them', () => {
    expect(readLabels('no concord, Personal  matters', ['No Concord'])).toEqual({
      items: ['No Concord', 'Personal matters'],
    });
    expect(readLabels('x'.repeat(201), [])).toHaveProperty('fault');
  });

  it('takes no alias that the provider tells anyway, and no more than 20', () => {
    expect(readAliases('A@example.com b@example.com', [], ['a@example.com'])).toEqual({ items: ['b@example.com'] });
    const own = Array.from({ length: 20 }, (_, index) => `a${index}@example.com`);
    expect(readAliases('b@example.com', own, [])).toEqual({ items: own, fault: 'At most 20 aliases.' });
  });
});

describe('days, sizes and counts', () => {
  it('are said as people say them', () => {
    expect([0, 1, 1023, 1025, 262_144, 1_572_864].map(sayBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '1,023 bytes',
      '2 KB',
      '256 KB',
      '1.5 MB',
    ]);
    expect([1, 90, 365, 730].map(sayDays)).toEqual(['1 day', '90 days', '1 year', '2 years']);
    const run = { id: 'r', kind: 'gap', state: 'counted', from: 0, until: 1, looked: 0, kept: 0, known: 0 } as const;
    const counted: MailRunView = { ...run, leftOut: 0, sentence: '' };
    expect(sayExpected(counted)).toBe('Nobody has counted how many messages these are');
    expect(sayExpected({ ...counted, expected: 0, remainingMs: 0 })).toBe('No messages');
    expect(sayExpected({ ...counted, expected: 1 })).toBe('About 1 message');
    expect(sayExpected({ ...counted, expected: 1240, remainingMs: 300_000 })).toBe(
      'About 1,240 messages, about 5 minutes',
    );
  });

  it('keep a time of keeping that is none of the usual ones', () => {
    expect(retentionChoices(400).map(({ value }) => value)).toContain('400');
    expect(retentionChoices(730).filter(({ value }) => value === '730')).toHaveLength(1);
    expect(retentionChoices(undefined)[0]).toEqual({ value: '', label: 'Never' });
  });

  it('are checked before anything is asked', () => {
    expect(daysFault({ from: '2026-01-01', to: '2026-01-01' }, '2026-01-01')).toBeUndefined();
    expect(daysFault({ from: '2026-01-02', to: '2026-01-03' }, '2026-01-01')).toBe('These days are still to come.');
    expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
  });
});
