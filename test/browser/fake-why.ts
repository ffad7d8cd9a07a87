import type { WhyRecord, WhyView } from '@concord/core';

const sync = { sync: 's1', left: 'Clio', right: 'Microsoft 365', account: 'robin@harbourfinch.example.com' } as const;

const inStep = (now: number): WhyRecord => ({
  ...sync,
  mapping: 'm-linked',
  title: 'Zoë Whitfield',
  subtitle: 'Notary, Quay Ltd · zoe@quay.example.com · +44 20 7946 0958',
  state: { name: 'linked', sentence: 'Kept in step on both sides.' },
  rule: { name: 'merge-sides', sentence: 'Both cards are kept in step, detail by detail.' },
  reasons: [
    {
      code: 'inStep',
      sentence: 'Both sides say the same.',
      changes: 'An edit on either side; it is then carried over to the other.',
    },
  ],
  writes: [],
  fields: [
    { label: 'First name', left: 'Zoë', right: 'Zoë', base: 'Zoë', standing: 'same' },
    { label: 'Last name', left: 'Whitfield', right: 'Whitfield', base: 'Whitfield', standing: 'same' },
    { label: 'Job title', left: 'Notary', right: 'Notary', base: 'Notary', standing: 'same' },
    {
      label: 'E-mail',
      left: 'zoe@quay.example.com (work)\nzoe@home.example.com (home)',
      right: 'zoe@quay.example.com\nzoe@home.example.com',
      base: 'zoe@quay.example.com (work)\nzoe@home.example.com (home)',
      standing: 'same',
    },
    { label: 'Web site', left: 'https://quay.example.com', standing: 'differs' },
  ],
  waits: [],
  candidates: [],
  history: [
    {
      id: 'h2',
      mapping: 'm1',
      cause: 'push',
      at: now - 3_600_000,
      title: 'Zoë Whitfield',
      what: 'changed',
      side: 'right',
      because: 'Changed in Clio.',
      fields: [{ name: 'Job title', label: 'Job title', side: 'right', before: 'Clerk', after: 'Notary' }],
    },
    {
      id: 'h1',
      mapping: 'm1',
      cause: 'run',
      at: now - 90_000_000,
      title: 'Zoë Whitfield',
      what: 'linked',
      side: 'left',
      because: 'First name, last name and an e-mail address are identical.',
      fields: [],
    },
  ],
  seen: { left: now - 3_600_000, right: now - 3_590_000 },
  canLook: true,
});

const held = (now: number): WhyRecord => ({
  ...inStep(now),
  mapping: 'm-held',
  title: 'Anna Berg',
  subtitle: 'anna@home.example.com',
  state: { name: 'held', sentence: 'Waits for a person.' },
  rule: { name: 'waits-for-person', sentence: 'What a person was asked about waits for the answer.' },
  reasons: [
    {
      code: 'nameAndPhone',
      sentence: 'The names are identical and they share a phone number, but no e-mail address confirms it.',
      changes: 'The same e-mail address on both cards, or your answer under “Waiting for you”.',
    },
  ],
  fields: [
    { label: 'First name', right: 'Anna', standing: 'oneSided' },
    { label: 'Last name', right: 'Berg', standing: 'oneSided' },
    { label: 'E-mail', right: 'anna@home.example.com', standing: 'oneSided' },
  ],
  waits: [
    {
      code: 'person',
      sentence: 'It waits for a person’s answer.',
      changes: 'Your answer under “Waiting for you”.',
    },
    {
      code: 'quiet',
      sentence: 'A provider asked Concord to be quiet for a while; everything of this account waits.',
      changes: 'Nothing: it goes on by itself when that time is over.',
      until: now + 240_000,
    },
  ],
  candidates: [
    {
      mapping: 'm-other',
      title: 'Anna Berg',
      subtitle: 'anna@work.example.com · +1 416 555 0101',
      verdict: 'similar',
      sentence:
        'The same name, other e-mail addresses, the same phone number. May be the same; that is for a person to say.',
    },
  ],
  history: [],
});

const conflict = (now: number): WhyRecord => ({
  ...inStep(now),
  mapping: 'm-conflict',
  reasons: [
    {
      code: 'conflict',
      sentence: 'The same detail was changed on both sides.',
      changes: 'Your answer, or typing the same on both sides.',
    },
  ],
  fields: [
    { label: 'First name', left: 'Zoë', right: 'Zoë', base: 'Zoë', standing: 'same' },
    { label: 'Job title', left: 'Notary', right: 'Partner', base: 'Clerk', standing: 'changedBoth' },
  ],
  waits: [
    {
      code: 'field',
      sentence: 'Both sides changed the same detail; only that detail waits for a person.',
      changes: 'Your answer under “Waiting for you”, or typing the same on both sides.',
    },
  ],
});

const ofMember = (now: number): WhyRecord => ({
  ...inStep(now),
  member: 'Zoë Whitfield',
  canLook: false,
  fields: [{ label: 'First name', left: 'Zoë', standing: 'same' }],
  history: [],
});

const neverShown: WhyView['absences'][number] = {
  ...sync,
  code: 'neverShown',
  sentence: 'Neither Clio nor Microsoft 365 has shown it in what this sync covers, up to the last look.',
  changes:
    'Spelling it as the card does; moving the card into the synced folder of Microsoft 365; or a new look at both sides.',
};

const inPlan: WhyView['absences'][number] = {
  ...sync,
  code: 'inPlan',
  sentence: 'It stands in the preview or in the last complete look, and nothing was written for it.',
  changes: 'What its reason says.',
  titles: [
    {
      title: 'nobody@example.com',
      because: [
        {
          code: 'nameless',
          sentence: 'It has neither a name nor a company, so there is nothing to call it by.',
          changes: 'Giving it a first name, a last name or a company.',
        },
      ],
    },
  ],
};

/** What the fake answers, by what is asked. */
export function fakeWhy(query: string, now: number): WhyView {
  const none = { query, readAs: 'name', records: [], absences: [], isPartial: false } as const satisfies WhyView;
  const answers: Readonly<Record<string, Partial<WhyView>>> = {
    'zoe@quay.example.com': { readAs: 'email', records: [inStep(now)] },
    'Anna Berg': { records: [held(now)] },
    conflict: { records: [conflict(now)] },
    member: { records: [ofMember(now)], isPartial: true },
    'nobody@example.com': { readAs: 'email', absences: [inPlan] },
  };
  return { ...none, ...(answers[query] ?? { absences: [neverShown] }) };
}
