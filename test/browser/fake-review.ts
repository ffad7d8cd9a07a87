import type { Answers, ReviewRow } from '@concord/core';

const sync = { sync: 's1', left: 'Clio', right: 'Microsoft 365' } as const;
const card = (name: string, left: string, right: string): ReviewRow['fields'] => [
  { label: 'First name', left: name, right: name, standing: 'same' },
  { label: 'E-mail', left, right, standing: 'differs' },
  { label: 'Phone', left: '+1 416 555 0101 (work)', right: '+1 416 555 0101', standing: 'same' },
];
const matching = [
  { answer: 'same', label: 'Same person' },
  { answer: 'different', label: 'Different people' },
  { answer: 'keep', label: 'Leave it out' },
] as const satisfies ReviewRow['answers'];

function match(mapping: string, name: string): ReviewRow {
  return {
    ...sync,
    mapping,
    kind: 'match',
    reason: 'nameAndPhone',
    title: `${name} Berg`,
    subtitle: `Clio · ${mapping}@work.example.com`,
    because: 'The names are identical and they share a phone number, but no e-mail address confirms it.',
    changes: 'The same e-mail address on both cards, or your answer under “Waiting for you”.',
    answers: matching,
    fields: [],
    candidates: [
      {
        mapping: `${mapping}-other`,
        title: `${name} Berg`,
        subtitle: `${mapping}@home.example.com`,
        fields: card(name, `${mapping}@work.example.com (work)`, `${mapping}@home.example.com`),
      },
    ],
  };
}

const all: readonly ReviewRow[] = [
  match('r1', 'Anna'),
  match('r2', 'Bo'),
  {
    ...sync,
    mapping: 'r3',
    kind: 'conflict',
    reason: 'conflict',
    title: 'Zoë Whitfield',
    subtitle: 'Clio · Quay Ltd · zoe@quay.example.com',
    because: 'The same detail was changed on both sides. Job title: Clio says “Notary”, Microsoft 365 says “Partner”.',
    changes: 'Your answer, or typing the same on both sides.',
    answers: [
      { answer: 'left', label: 'Use what Clio says' },
      { answer: 'right', label: 'Use what Microsoft 365 says' },
    ],
    fields: [
      { label: 'First name', left: 'Zoë', right: 'Zoë', base: 'Zoë', standing: 'same' },
      { label: 'Job title', left: 'Notary', right: 'Partner', base: 'Clerk', standing: 'changedBoth' },
    ],
    candidates: [],
  },
  {
    ...sync,
    mapping: 'r4',
    kind: 'deleted',
    reason: 'deletedLeftAsked',
    title: 'Amélie Ashworth',
    subtitle: 'Microsoft 365 · amelie@example.com',
    because: 'Deleted in Clio: it stays in Microsoft 365 until somebody decides.',
    changes: 'Your answer, or bringing it back in Clio.',
    answers: [
      { answer: 'resend', label: 'Send it to Clio again' },
      { answer: 'keep', label: 'Keep it in Microsoft 365 only' },
      { answer: 'delete', label: 'Delete it in Microsoft 365 too' },
    ],
    fields: [{ label: 'E-mail', right: 'amelie@example.com', standing: 'differs' }],
    candidates: [],
  },
  {
    ...sync,
    mapping: 'r5',
    kind: 'double',
    reason: 'nameAndEmail',
    title: 'Tomáš Novák',
    subtitle: 'Clio · tomas@example.com',
    because: 'Perhaps twice in Clio. First name, last name and an e-mail address are identical.',
    changes: 'Merging the two cards in Clio, which Concord never does, or your answer.',
    answers: [{ answer: 'different', label: 'Two people' }],
    fields: [],
    candidates: [
      { mapping: 'r6', title: 'Tomáš Novák', subtitle: 'Clio · tomas@example.com', fields: card('Tomáš', 'a', 'b') },
    ],
    isWithin: 'left',
  },
];

/** Answers are noted, shown as given, and taken back; nobody carries them out. */
export function createFakeReview() {
  let given = new Map<string, string>();
  const alikeTo = ({ alike }: Answers) =>
    all.filter(({ kind, reason }) => alike?.kind === kind && alike.reason === reason);
  return {
    page: () => ({
      rows: all.map((row) => {
        const label = row.answers.find(({ answer }) => answer === given.get(row.mapping))?.label;
        return label ? { ...row, given: { label, until: Date.now() + 8000 } } : row;
      }),
    }),
    answer: (answers: Answers): void => {
      for (const { mapping, answer } of answers.answers) given.set(mapping, answer);
      for (const { mapping } of alikeTo(answers)) given.set(mapping, answers.alike?.answer ?? '');
    },
    takeBack: ({ mappings }: { readonly mappings?: readonly string[] }): void => {
      if (mappings === undefined) given = new Map();
      for (const mapping of mappings ?? []) given.delete(mapping);
    },
  };
}
