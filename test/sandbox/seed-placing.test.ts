import { describe, expect, it } from 'vitest';
import { type Card, emptyCard } from '../../packages/sandbox/src/seed/card.ts';
import { toClio, toOutlook } from '../../packages/sandbox/src/seed/index.ts';

const card = (parts: Partial<Card>): Card => ({ ...emptyCard(), firstName: 'Ann', lastName: 'One', ...parts });

function inClio(parts: Partial<Card>) {
  const placing = toClio(card(parts));
  if (placing.kind === 'refused') throw new Error(placing.reason);
  return placing;
}

function inOutlook(parts: Partial<Card>) {
  const placing = toOutlook(card(parts));
  if (placing.kind === 'refused') throw new Error(placing.reason);
  return placing;
}

const entries = (label: Card['phones'][number]['label'], count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ label, value: `${prefix}${index}` }));

describe('a card put into Clio', () => {
  it('keeps every detail with the name that Clio has for its kind', () => {
    const { input, leftOut } = inClio({
      prefix: 'Dr.',
      company: 'Acme',
      jobTitle: 'Buyer',
      birthday: '1980-02-29',
      emails: [
        { label: 'none', value: 'a@x.example' },
        { label: 'home', value: 'b@x.example', primary: true },
      ],
      phones: [
        { label: 'fax', value: '1' },
        { label: 'mobile', value: '2' },
      ],
      addresses: [{ label: 'billing', street: '1 Main St', province: 'ON', postalCode: 'M5J' }],
      sites: [{ label: 'linkedin', value: 'https://l.example' }],
      messengers: [{ label: 'home', value: 'ann@chat.example' }],
    });
    expect(input).toEqual({
      type: 'Person',
      prefix: 'Dr.',
      first_name: 'Ann',
      last_name: 'One',
      title: 'Buyer',
      company: 'Acme',
      date_of_birth: '1980-02-29',
      email_addresses: [
        { name: 'Other', address: 'a@x.example' },
        { name: 'Home', address: 'b@x.example', default: true },
      ],
      phone_numbers: [
        { name: 'Mobile', number: '2' },
        { name: 'Fax', number: '1' },
      ],
      addresses: [{ name: 'Billing', street: '1 Main St', province: 'ON', postal_code: 'M5J' }],
      web_sites: [{ name: 'LinkedIn', address: 'https://l.example' }],
      instant_messengers: [{ name: 'Personal', address: 'ann@chat.example' }],
    });
    expect(leftOut).toEqual([]);
  });

  it('names what Clio has no place for', () => {
    const { leftOut, input } = inClio({
      suffix: 'Jr.',
      nickname: 'Annie',
      notes: 'x',
      department: 'Legal',
      categories: ['VIP'],
      birthday: '--02-29',
      emails: entries('work', 22, 'a'),
    });
    expect(leftOut.toSorted()).toEqual([
      'Birthday without a year',
      'Categories',
      'Department',
      'E-mail address beyond the twentieth',
      'E-mail address beyond the twentieth',
      'Nickname',
      'Notes',
      'Suffix',
    ]);
    expect(input.email_addresses).toHaveLength(20);
    expect(input.date_of_birth).toBeUndefined();
  });

  it('is refused without first name, last name and company', () => {
    expect(toClio({ ...emptyCard(), middleName: 'M.', emails: entries('work', 1, 'a') })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('Clio needs one'),
    });
    expect(toClio({ ...emptyCard(), kind: 'company', company: 'Acme' })).toMatchObject({
      input: { type: 'Company', name: 'Acme' },
    });
  });
});

describe('a card put into Outlook', () => {
  it('keeps three e-mails, the preferred one among them, in their order', () => {
    const emails = entries('work', 5, 'a').map((entry, index) => (index === 4 ? { ...entry, primary: true } : entry));
    const { input, leftOut } = inOutlook({ emails });
    expect(input.emailAddresses?.map(({ address }) => address)).toEqual(['a0', 'a1', 'a4']);
    expect(input.emailAddresses?.[0]?.name).toBe('Ann One');
    expect(leftOut).toEqual(['E-mail address beyond the third', 'E-mail address beyond the third']);
  });

  it('keeps two phones at work, two at home and one mobile, and others where there is room', () => {
    const { input, leftOut } = inOutlook({
      phones: [
        { label: 'other', value: 'o1' },
        ...entries('work', 3, 'w'),
        ...entries('home', 1, 'h'),
        ...entries('mobile', 2, 'm'),
        { label: 'none', value: 'o2' },
        { label: 'fax', value: 'f' },
      ],
    });
    expect(input).toMatchObject({ businessPhones: ['w0', 'w1'], homePhones: ['h0', 'o1'], mobilePhone: 'm0' });
    expect(leftOut).toEqual(['Another work phone', 'Another mobile phone', 'Another phone', 'Phone number: fax']);
  });

  it('keeps one address of each kind, a second one as the other address, and one web site', () => {
    const { input, leftOut } = inOutlook({
      addresses: [
        { label: 'work', city: 'Salem', province: 'MA', postalCode: '01970', country: 'US' },
        { label: 'work', city: 'Leeds' },
        { label: 'home', city: 'Paris' },
        { label: 'billing', city: 'Lyon' },
      ],
      sites: [
        { label: 'home', value: 'https://home.example' },
        { label: 'work', value: 'https://work.example' },
      ],
    });
    expect(input).toMatchObject({
      businessAddress: { city: 'Salem', state: 'MA', postalCode: '01970', countryOrRegion: 'US' },
      otherAddress: { city: 'Leeds' },
      homeAddress: { city: 'Paris' },
      businessHomePage: 'https://work.example',
    });
    expect(leftOut).toEqual(['Another address', 'Another web site']);
  });

  it('keeps what Outlook alone has: suffix, nickname, notes, department, categories, a chosen display name', () => {
    const { input } = inOutlook({
      suffix: 'Jr.',
      nickname: 'Annie',
      notes: 'x',
      department: 'Legal',
      categories: ['VIP'],
      displayName: 'Aunt Ann',
      fileAs: 'Aunt',
      birthday: '1980-02-29',
    });
    expect(input).toMatchObject({
      generation: 'Jr.',
      nickName: 'Annie',
      personalNotes: 'x',
      department: 'Legal',
      categories: ['VIP'],
      displayName: 'Aunt Ann',
      fileAs: 'Aunt',
      birthday: '1980-02-29T11:59:00Z',
    });
  });

  it.each(['Ann One', 'Dr. Ann M. One', 'Ann M. One, Jr.'])(
    'does not take "%s" for a chosen display name',
    (displayName) => {
      const { input } = inOutlook({ prefix: 'Dr.', middleName: 'M.', suffix: 'Jr.', displayName });
      expect(input.displayName).toBeUndefined();
    },
  );
});
