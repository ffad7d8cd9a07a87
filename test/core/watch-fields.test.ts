import {
  type ConflictPolicy,
  clioValues,
  csvLine,
  decideField,
  isDay,
  type Matter,
  type MatterPerson,
  type RefreshRule,
  type WatchField,
  watchFieldNames,
  watchFields,
} from '@concord/core';
import { describe, expect, it } from 'vitest';

const person: MatterPerson = {
  id: '9',
  firstName: 'Ida',
  lastName: 'Novak',
  dateOfBirth: '1950-02-03',
  city: 'Ottawa',
  state: 'ON',
};
const matter: Matter = {
  id: '5',
  number: '00012',
  description: 'Estate',
  status: 'open',
  openedOn: '2025-01-02',
  closedOn: '',
  client: { id: '9', name: 'Ida Novak' },
  attorney: { id: '71', name: 'Ada Abbott' },
  practiceArea: { id: '31', name: 'Estates' },
};

describe('a row of the field table', () => {
  const rows: Readonly<Record<WatchField, string>> = {
    firstName: 'Ida',
    lastName: 'Novak',
    dateOfBirth: '1950-02-03',
    city: 'Ottawa',
    state: 'ON',
    caseNumber: '00012',
    assignedTo: 'Ada Abbott',
    caseType: 'Probate',
    dateOfInterest: '2025-01-02',
  };

  it.each(watchFieldNames)('takes %s from where it says', (field) => {
    expect(clioValues({ matter, person }, { '31': 'Probate' })[field]).toBe(rows[field]);
    expect(watchFields[field].from).not.toBe('');
  });

  it.each(watchFieldNames)('leaves %s out where Clio has nothing', (field) => {
    const { client: _client, attorney: _attorney, practiceArea: _area, ...bare } = matter;
    const blank = { ...bare, number: ' ', openedOn: '' };
    const nobody = { id: '9', firstName: '', lastName: '', dateOfBirth: '', city: ' ', state: '' };
    expect(clioValues({ matter: blank, person: nobody }, {})).not.toHaveProperty(field);
    expect(clioValues({ matter: blank, person: undefined }, {})).toEqual({});
  });
});

describe('a case type', () => {
  const caseTypeBy = (table: Readonly<Record<string, string>>) => clioValues({ matter, person }, table).caseType;

  it('is what the firm calls the practice area', () => expect(caseTypeBy({ '31': 'Probate' })).toBe('Probate'));
  it('is the practice area’s own name where the firm has none for it', () =>
    expect(caseTypeBy({ '32': 'Divorce' })).toBe('Estates'));
  it('is nothing where the firm wants none for it', () => expect(caseTypeBy({ '31': '' })).toBeUndefined());
  it('is not found in what every object has', () => {
    const odd = { ...matter, practiceArea: { id: 'constructor', name: 'Estates' } };
    expect(clioValues({ matter: odd, person }, {}).caseType).toBe('Estates');
  });
});

type Row = readonly [
  title: string,
  situation: { readonly base: string; readonly local: string; readonly clio: string },
  policy: ConflictPolicy,
  rule: RefreshRule,
  next: { readonly base: string; readonly local: string },
];

describe('a field is decided', () => {
  const rows: readonly Row[] = [
    ['a blank in Clio is no news', s('A', 'A', ''), 'clio', 'clioBlank', n('A', 'A')],
    ['a blank in Clio keeps an edit', s('A', 'L', ''), 'clio', 'clioBlank', n('A', 'L')],
    ['both blank stay so', s('', '', ''), 'clio', 'clioBlank', n('', '')],
    ['the first value of Clio’s is taken', s('', '', 'C'), 'local', 'clioChanged', n('C', 'C')],
    ['a change in Clio is taken', s('A', 'A', 'C'), 'local', 'clioChanged', n('C', 'C')],
    ['nothing changed', s('A', 'A', 'A'), 'local', 'same', n('A', 'A')],
    ['both came to say the same', s('A', 'C', 'C'), 'ask', 'same', n('C', 'C')],
    ['an edit stays while Clio stays', s('A', 'L', 'A'), 'clio', 'editedHere', n('A', 'L')],
    ['an emptied field stays empty while Clio stays', s('A', '', 'A'), 'clio', 'editedHere', n('A', '')],
    ['both changed: keep local', s('A', 'L', 'C'), 'local', 'keptHere', n('C', 'L')],
    ['both changed: take Clio', s('A', 'L', 'C'), 'clio', 'tookClio', n('C', 'C')],
    ['both changed: ask', s('A', 'L', 'C'), 'ask', 'asked', n('A', 'L')],
    ['emptied here, changed in Clio: keep local', s('A', '', 'C'), 'local', 'keptHere', n('C', '')],
    ['typed here before Clio said anything: ask', s('', 'L', 'C'), 'ask', 'asked', n('', 'L')],
    ['another spelling is no edit', s('A b', ' A  b ', 'C'), 'ask', 'clioChanged', n('C', 'C')],
    ['another spelling in Clio is no news', s('A b', 'A b', ' A b'), 'clio', 'same', n('A b', 'A b')],
  ];

  it.each(rows)('%s', (_title, situation, policy, rule, next) => {
    const decision = decideField(situation, policy);
    expect(decision).toEqual({ ...situation, rule, next });
    const again = decideField({ ...situation, ...next }, policy);
    expect(again.next).toEqual(next);
  });

  function s(base: string, local: string, clio: string) {
    return { base, local, clio };
  }
  function n(base: string, local: string) {
    return { base, local };
  }
});

describe('a day', () => {
  it.each(['2024-02-29', '1950-12-31', '2026-01-01'])('%s is one', (text) => expect(isDay(text)).toBe(true));
  it.each(['2025-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-1-1', 'today', '2025-01-00', '2025-01-01T00'])(
    '%s is none',
    (text) => expect(isDay(text)).toBe(false),
  );
});

describe('a cell of a CSV file', () => {
  it.each([
    ['=1', "'=1"],
    ['  =1', "'  =1"],
    ['\uff1d1', "'\uff1d1"],
    ['\t1', "'\t1"],
    ['a;=1', '"a;=1"'],
    ['-5', "'-5"],
    ['plain', 'plain'],
  ])('%j is written so that no program runs it', (text, written) => expect(csvLine([text])).toBe(`${written}\r\n`));
});
