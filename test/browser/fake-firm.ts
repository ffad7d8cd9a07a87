import type { ActivityRow, FieldChange, PreviewCounts, PreviewFilter, PreviewRow, WaitingRow } from '@concord/core';

const firstNames = [
  'Amélie',
  'Noah',
  'Siobhán',
  'Kwame',
  'Zoë',
  'Mateusz',
  'Priya',
  'José',
  'Ingrid',
  'Olu',
  'Chiara',
  'Tomáš',
  'Grace',
  'Yusuf',
  'Hannah',
  'Đorđe',
  'Mei',
  'Ruth',
  'Łukasz',
  'Ana',
  'דנה',
  'ليلى',
  'François',
  'Björn',
] as const;
const lastNames = [
  'Ashworth',
  'Okafor',
  'Núñez',
  'van der Berg',
  "O'Connor",
  'Kowalska',
  'Bianchi',
  'Lindqvist',
  'Mbeki',
  'Schröder',
  'Haddad',
  'Chen',
  'Pereira',
  'Novák',
  'Fitzgerald',
  'Iyer',
  'כהן',
  'حداد',
  'Sørensen',
  'Whitfield',
  'Abernathy',
] as const;
const companies = ['Harbour & Finch LLP', 'Northgate Dental', 'Brightwater Estates', 'Ellis Shipping', ''] as const;

type Outcome = PreviewRow['outcome'];

/** The first rows show every outcome; after them the mix of a firm whose mailbox is mostly empty. */
function outcomeOf(index: number): Outcome {
  const opening: readonly Outcome[] = ['addedRight', 'linked', 'addedLeft', 'held', 'addedRight', 'leftOut'];
  const first = opening[index];
  if (first) return first;
  if (index % 400 === 17) return 'held';
  if (index % 170 === 33) return 'leftOut';
  if (index % 7 === 2) return 'addedLeft';
  return index % 4 === 1 ? 'linked' : 'addedRight';
}

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

function nameOf(index: number): { name: string; email: string; phone: string; company: string } {
  const first = pick(firstNames, index * 5 + Math.floor(index / 24));
  const last = pick(lastNames, index * 2 + Math.floor(index / 21) * 3);
  const company = pick(companies, index * 3);
  const email = `contact${index}@${index % 3 === 0 ? 'harbourfinch.' : ''}example.com`;
  return { name: `${first} ${last}`, email, phone: `+44 20 7946 ${String(index % 10_000).padStart(4, '0')}`, company };
}

/** One record of the preview, always the same for the same number. */
export function recordOf(index: number): PreviewRow {
  const { name, email, company } = nameOf(index);
  const outcome = outcomeOf(index);
  const isUnfit = outcome === 'addedRight' && index % 11 === 0;
  return {
    id: `m${index}`,
    title: name,
    subtitle: [company, email].filter(Boolean).join(' · '),
    outcome,
    ...sayings[outcome],
    fields: fieldsOf(index, outcome),
    notFitting: isUnfit
      ? [
          {
            label: 'Business phone',
            value: '+44 20 7946 0992',
            reason: 'Microsoft 365 holds two business phones; the newest that is not primary stays in Clio.',
          },
        ]
      : [],
    ...(outcome === 'held' ? { candidates: candidatesOf(index) } : {}),
  };
}

const sayings: Record<Outcome, { rule: string; because: string }> = {
  addedRight: { rule: 'create', because: 'It is in Clio, and nobody in Microsoft 365 resembles it.' },
  addedLeft: { rule: 'create', because: 'It is in Microsoft 365, and nobody in Clio resembles it.' },
  linked: { rule: 'match', because: 'The first name, last name and e-mail are the same on both sides.' },
  held: { rule: 'hold', because: 'The name and a phone are the same, but the e-mails differ.' },
  leftOut: { rule: 'blank', because: 'It has neither a name nor a company.' },
  changed: { rule: 'merge', because: 'A detail changed on one side.' },
  agreed: { rule: 'agree', because: 'Both sides say the same.' },
  deleted: { rule: 'delete', because: 'It was deleted in Clio.' },
};

function fieldsOf(index: number, outcome: Outcome): readonly FieldChange[] {
  const { name, email, phone, company } = nameOf(index);
  const [first = '', ...last] = name.split(' ');
  if (outcome === 'linked')
    return index % 2 === 0
      ? []
      : [
          { name: 'Job title', label: 'Job title', side: 'right', before: 'Associate', after: 'Partner' },
          { name: 'Mobile phone', label: 'Mobile phone', side: 'left', before: '', after: phone },
        ];
  if (outcome !== 'addedLeft' && outcome !== 'addedRight') return [];
  const side = outcome === 'addedLeft' ? 'left' : 'right';
  return [
    { name: 'First name', label: 'First name', side, before: '', after: first },
    { name: 'Last name', label: 'Last name', side, before: '', after: last.join(' ') },
    { name: 'E-mail (work)', label: 'E-mail (work)', side, before: '', after: email },
    { name: 'Business phone', label: 'Business phone', side, before: '', after: phone },
    ...(company ? [{ name: 'Company', label: 'Company', side, before: '', after: company } as const] : []),
  ];
}

function candidatesOf(index: number) {
  const { name, phone } = nameOf(index);
  const candidate = (suffix: string, subtitle: string) => ({ title: name, subtitle, mapping: `m${index}${suffix}` });
  const one = candidate('c', `Microsoft 365 · ${phone} · private${index}@example.org`);
  return index % 800 === 17 ? [one, candidate('d', 'Microsoft 365 · no e-mail · Leeds')] : [one];
}

/** `wasLive`: the sync was stopped before, and so knows what was deleted on the right. */
export function countsOf(run: string, records: number, answered: ReadonlySet<string>, wasLive = false): PreviewCounts {
  const counts = {
    run,
    addedLeft: 0,
    addedRight: 0,
    linked: 0,
    changed: 0,
    agreed: 0,
    held: 0,
    leftOut: 0,
    notFitting: 0,
    resent: 0,
  };
  for (let index = 0; index < records; index++) {
    const row = recordOf(index);
    if (row.outcome === 'held' && answered.has(row.id)) counts.addedRight++;
    else if (row.outcome !== 'deleted') counts[row.outcome]++;
    if (row.notFitting.length > 0) counts.notFitting++;
    if (wasLive && isResent(row)) counts.resent++;
  }
  return counts;
}

export function hasFilter(row: PreviewRow, filter: PreviewFilter): boolean {
  if (filter === 'resent') return isResent(row);
  return filter === 'all' || (filter === 'notFitting' ? row.notFitting.length > 0 : row.outcome === filter);
}

/** After a stop: some of those that go to the right were deleted there before. */
const isResent = ({ id, outcome }: PreviewRow): boolean => outcome === 'addedRight' && Number(id.slice(1)) % 100 === 10;

export function hasText(row: PreviewRow, search: string): boolean {
  return `${row.title} ${row.subtitle}`.toLocaleLowerCase().includes(search.toLocaleLowerCase());
}

export function heldRows(records: number, answered: ReadonlySet<string>): readonly WaitingRow[] {
  return Array.from({ length: records }, (_, index) => index)
    .filter((index) => outcomeOf(index) === 'held' && !answered.has(`m${index}`))
    .map((index) => {
      const row = recordOf(index);
      return {
        mapping: row.id,
        kind: 'held',
        title: row.title,
        subtitle: `Clio · ${row.subtitle}`,
        because: row.because,
        answers: [
          { answer: 'same', label: 'Same person' },
          { answer: 'different', label: 'Different people' },
        ],
        candidates: row.candidates ?? [],
      };
    });
}

export const parkedRow: WaitingRow = {
  mapping: 'parked1',
  kind: 'parked',
  title: 'Amélie Haddad',
  subtitle: 'Clio · amelie@example.com',
  because: 'Microsoft 365 refused the birthday 31 February. Correct it in Clio, then try again.',
  answers: [
    { answer: 'retry', label: 'Try again' },
    { answer: 'keep', label: 'Leave as it is' },
  ],
  candidates: [],
};

/** What was written lately: the newest first. */
export function activityOf(now: number, edits: readonly { at: number; title: string }[]): readonly ActivityRow[] {
  const edited = edits.toReversed().map(
    ({ at, title }, index): ActivityRow => ({
      id: `edit${edits.length - index}`,
      mapping: `m-${title}`,
      cause: 'push',
      at,
      title,
      what: 'changed',
      side: 'right',
      because: 'The job title changed in Clio.',
      fields: [{ name: 'Job title', label: 'Job title', side: 'right', before: 'Associate', after: 'Partner' }],
    }),
  );
  return [...edited, ...earlier.map((row) => ({ ...row, at: now - row.at }))];
}

const earlier: readonly ActivityRow[] = [
  {
    id: 'a3',
    mapping: 'grace',
    cause: 'push',
    at: 190_000,
    title: 'Grace Okafor',
    what: 'changed',
    side: 'left',
    because: 'Changed in Microsoft 365.',
    fields: [
      {
        name: 'Mobile phone',
        label: 'Mobile phone',
        side: 'left',
        before: '+44 7700 900118',
        after: '+44 7700 900245',
      },
      { name: 'Job title', label: 'Job title', side: 'left', before: '', after: 'Partner' },
    ],
  },
  {
    id: 'a2',
    mapping: 'tomas',
    cause: 'run',
    run: 'run1',
    at: 2_400_000,
    title: 'Tomáš Novák',
    what: 'added',
    side: 'right',
    because: 'It is new in Clio, and nobody in Microsoft 365 resembles it.',
    fields: [
      { name: 'E-mail (work)', label: 'E-mail (work)', side: 'right', before: '', after: 'tomas.novak@example.com' },
    ],
  },
  {
    id: 'a1',
    mapping: 'ellis',
    cause: 'poll',
    at: 9_000_000,
    title: 'Ellis Shipping',
    what: 'released',
    side: 'left',
    fields: [],
    because: 'It was deleted in Microsoft 365. Clio keeps it, and it is not sent again while this sync lives.',
  },
];
