import { describe, expect, it } from 'vitest';
import { read, readFixture, values, vcard } from './seed-reading.ts';

const only = async (...lines: readonly string[]) => {
  const { cards } = await read(vcard(...lines));
  const [card] = cards;
  if (card === undefined || cards.length > 1) throw new Error(`${cards.length} cards instead of one`);
  return card;
};

describe('vCard 2.1', () => {
  it('reads what Outlook for Windows writes: Windows-1252, bare parameters, quoted-printable, pictures', async () => {
    const { format, cards, unreadable, ignored } = await readFixture('outlook-2.1.vcf');
    expect(format).toBe('vCard');
    expect(unreadable).toEqual([]);
    expect(cards[0]).toMatchObject({
      kind: 'person',
      prefix: 'Dr.',
      firstName: 'Jörg',
      middleName: 'Karl',
      lastName: 'Müßig',
      suffix: 'jun.',
      company: 'Kanzlei Grünwald; Söhne',
      department: 'Notariat',
      jobTitle: 'Rechtsanwalt',
      notes: 'Zahlt pünktlich.\nBitte nur nachmittags anrufen: 5 € pro Minute.',
      addresses: [
        { label: 'work', street: 'Schöne Allee 7', city: 'Berlin', postalCode: '10115', country: 'Deutschland' },
      ],
    });
    expect(values(cards[0]?.phones ?? [])).toEqual([
      'work: +49 30 23125 041',
      'home: +49 30 23125 042',
      'mobile: +49 30 23125 043',
      'fax: +49 30 23125 044',
    ]);
    expect(cards[0]?.emails[0]).toEqual({ label: 'none', value: 'joerg.muessig@gruenwald.example.com', primary: true });
    expect(ignored).toEqual({ PHOTO: 1, 'X-MS-ANNIVERSARY': 1 });
  });

  it('leaves a backslash before an n alone, because 2.1 does not escape line ends', async () => {
    const { cards } = await readFixture('outlook-2.1.vcf');
    expect(cards[1]).toMatchObject({ firstName: 'Ada', lastName: 'Okafor', notes: 'Files are in C:\\new folder' });
  });

  it('joins quoted-printable lines that break in the middle of a character', async () => {
    const { cards } = await readFixture('android-2.1.vcf');
    expect(cards[0]).toMatchObject({ firstName: 'Ольга', lastName: 'Иванова', displayName: 'Ольга Иванова' });
    expect(values(cards[0]?.phones ?? [])).toEqual(['mobile: 212-555-0161', 'none: 212-555-0162']);
  });

  it('ends a card whose last quoted-printable line promises another one', async () => {
    const { cards, unreadable } = await readFixture('android-2.1.vcf');
    expect(cards[1]).toMatchObject({ firstName: 'Police', notes: 'Never ends' });
    expect(unreadable).toEqual([]);
  });

  it('keeps the blank at which a line was folded', async () => {
    expect(await only('VERSION:2.1', 'N:Doe;Jane', 'NOTE:one', ' two')).toMatchObject({ notes: 'one two' });
  });

  it('takes a picture whose lines begin without a blank for one property', async () => {
    const { cards, unreadable, ignored } = await read(
      vcard(
        'VERSION:2.1',
        'N:Doe;Jane',
        'PHOTO;JPEG;BASE64:',
        '/9j/4AAQSkZJRgABAQAAAQABAAD',
        'AQABAA==',
        '',
        'TEL:212-555-0100',
      ),
    );
    expect(unreadable).toEqual([]);
    expect(cards).toMatchObject([{ phones: [{ value: '212-555-0100' }] }]);
    expect(ignored).toEqual({ PHOTO: 1 });
  });

  it('passes over the card of an agent inside of a card', async () => {
    const { cards, unreadable, ignored } = await read(
      vcard('VERSION:2.1', 'N:Doe;Jane', 'AGENT:', 'BEGIN:VCARD', 'N:Other;One', 'END:VCARD', 'TEL;HOME:212-555-0100'),
    );
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ firstName: 'Jane', phones: [{ label: 'home', value: '212-555-0100' }] });
    expect(unreadable).toEqual([]);
    expect(ignored).toEqual({ AGENT: 1 });
  });
});

describe('vCard 3.0', () => {
  it('reads what Apple writes: labels in groups, folded characters, escapes, a birthday without a year', async () => {
    const { cards, ignored } = await readFixture('apple-3.0.vcf');
    expect(cards[0]).toMatchObject({
      prefix: 'Hon.',
      firstName: 'Zoë 👩‍⚖️',
      middleName: 'María, José',
      lastName: 'D’Angelo',
      suffix: 'Esq.',
      displayName: 'Zoë 👩‍⚖️ D’Angelo',
      company: 'Harbor & Pine, LLP',
      department: 'Litigation, Appeals',
      birthday: '--02-29',
      notes: 'First line\nSecond; with a comma, and a backslash \\ too; and this was folded',
      categories: ['Clients', 'VIP'],
    });
    expect(values(cards[0]?.emails ?? [])).toEqual([
      'work: zoe@harborpine.example.com',
      'other: zoe.assistant@harborpine.example.com',
    ]);
    expect(values(cards[0]?.phones ?? [])).toEqual([
      'work: +1 (416) 555-0133 ext. 9',
      'mobile: +1 416 555 0134',
      'fax: +1 416 555 0135',
    ]);
    expect(cards[0]?.addresses).toEqual([
      {
        label: 'work',
        street: '120 Harbor Street\nSuite 400',
        city: 'Toronto',
        province: 'ON',
        postalCode: 'M5J 2N8',
        country: 'Canada',
      },
      {
        label: 'home',
        street: '9 Pine Road\nUnit 3\nPO Box 12',
        city: 'Oakville',
        province: 'ON',
        postalCode: 'L6H 1A1',
        country: 'Canada',
      },
    ]);
    expect(values(cards[0]?.sites ?? [])).toEqual([
      'work: https://harborpine.example.com/zoe',
      'linkedin: https://linkedin.example.com/in/zoe',
    ]);
    expect(values(cards[0]?.messengers ?? [])).toEqual(['work: zoe@chat.example.org']);
    expect(ignored).toEqual({ PHOTO: 1, 'X-ABDATE': 1 });
  });

  it('knows a company by its flag', async () => {
    const { cards } = await readFixture('apple-3.0.vcf');
    expect(cards[1]).toMatchObject({ kind: 'company', company: 'Quarry Lane Bakery' });
    expect(cards[1]?.firstName).toBeUndefined();
  });

  it('reads right-to-left names behind a byte-order mark, and an address once', async () => {
    const { cards } = await readFixture('google-3.0.vcf');
    expect(cards[0]).toMatchObject({ firstName: 'יעל', lastName: 'ברק', birthday: '1979-11-30', categories: [] });
    expect(cards[0]?.addresses).toHaveLength(1);
  });

  it('unfolds a line that breaks before its value begins', async () => {
    expect(await only('VERSION:3.0', 'N:Doe;Jane', 'TEL;TYPE=WORK;', ' TYPE=VOICE:212-555-0100')).toMatchObject({
      phones: [{ label: 'work', value: '212-555-0100' }],
    });
  });

  it('takes a printed address when there is no other', async () => {
    expect(await only('VERSION:3.0', 'N:Doe;Jane', 'LABEL;TYPE=HOME:1 Main St\\nSalem')).toMatchObject({
      addresses: [{ label: 'home', street: '1 Main St\nSalem' }],
    });
  });

  it('takes the first of several companies and titles, and counts the others', async () => {
    const card = await only(
      'VERSION:3.0',
      'N:Doe;Jane',
      'ORG:Acme',
      'ORG:Other',
      'TITLE:Buyer',
      'TITLE:Seller',
      'ROLE:Boss',
    );
    expect(card).toMatchObject({ company: 'Acme', jobTitle: 'Buyer' });
    expect(card.leftOut).toEqual(['Second organization', 'Second job title', 'Role beside a job title']);
  });

  it('splits a name that stands in one text only', async () => {
    expect(await only('VERSION:3.0', 'FN:Ana María Reyes')).toMatchObject({
      firstName: 'Ana María',
      lastName: 'Reyes',
    });
    expect(await only('VERSION:3.0', 'FN:Reyes\\, Ana')).toMatchObject({ firstName: 'Ana', lastName: 'Reyes' });
    expect(await only('VERSION:3.0', 'FN:Acme', 'ORG:Acme')).toMatchObject({ kind: 'company', company: 'Acme' });
  });
});

describe('vCard 4.0', () => {
  it('reads types in quotes, numbers and mail addresses as links, and lists in a name', async () => {
    const { cards, ignored } = await readFixture('rfc-4.0.vcf');
    expect(cards[0]).toMatchObject({
      prefix: 'Mr.',
      firstName: 'Ngũgĩ',
      middleName: 'Peter Paul',
      lastName: 'wa Kamau',
      suffix: 'Jr. Q.C.',
      jobTitle: 'Founder',
      birthday: '--02-29',
      addresses: [{ label: 'work', street: '12 Long Lane', city: 'Nairobi', postalCode: '00100', country: 'Kenya' }],
    });
    expect(cards[0]?.phones).toEqual([
      { label: 'mobile', value: '+1-646-555-0119', primary: true },
      { label: 'work', value: '+1-646-555-0120 ext. 102' },
    ]);
    expect(values(cards[0]?.emails ?? [])).toEqual([
      'work: ngugi@kamau.example.org',
      'home: peter paul@mail.example.org',
    ]);
    expect(ignored).toEqual({ GENDER: 1, LANG: 1 });
  });

  it('knows a company by its kind, and lists a group as no person', async () => {
    const { cards, unreadable } = await readFixture('rfc-4.0.vcf');
    expect(cards[1]).toMatchObject({ kind: 'company', company: 'Kamau & Daughters', birthday: '1985-04-12' });
    expect(cards).toHaveLength(2);
    expect(unreadable).toEqual([{ line: 27, reason: 'This card is a list of people, not a person.' }]);
  });
});

describe('a vCard file with faults', () => {
  it('lists each fault with its line and loads everything else', async () => {
    const { cards, lines, unreadable } = await readFixture('broken.vcf');
    expect(cards.map(({ firstName }) => firstName)).toEqual(['Ann', 'Ben', 'Cleo']);
    expect(lines).toEqual([3, 14, 26]);
    expect(unreadable.map(({ line, reason }) => [line, reason.split(/[:(;]/u)[0]?.trim()])).toEqual([
      [1, 'This text is outside of any card'],
      [7, 'This line of the card has no property name'],
      [10, 'The card that begins here has no END'],
      [23, 'The card says nothing about anybody.'],
      [30, 'The card that begins here has no END'],
    ]);
  });

  it('keeps formulas as they are, drops NULs, and counts a birthday that is no date', async () => {
    const { cards } = await readFixture('broken.vcf');
    expect(cards[1]).toMatchObject({
      lastName: 'Two',
      company: '=HYPERLINK("http://evil.example.net")',
      phones: [{ label: 'none', value: '-2+3' }],
      leftOut: ['Birthday that is not a date'],
    });
    expect(cards[1]?.birthday).toBeUndefined();
  });

  it('does not let a picture of 20 MB break its card', async () => {
    const card = await only(
      'VERSION:3.0',
      'N:Doe;Jane',
      `PHOTO;ENCODING=b:${'A'.repeat(27_000_000)}`,
      'TEL:212-555-0100',
    );
    expect(card).toMatchObject({ firstName: 'Jane', phones: [{ value: '212-555-0100' }] });
  });

  it('lists a line that is longer than anything anyone has, and reads the next card', async () => {
    const { cards, unreadable } = await read(
      vcard('N:Doe;Jane', `NOTE:${'A'.repeat(34_000_000)}`) + vcard('N:Roe;Rick'),
    );
    expect(cards.map(({ firstName }) => firstName)).toEqual(['Rick']);
    expect(unreadable).toEqual([{ line: 1, reason: 'The card is larger than 32 MB or has more than 5,000 lines.' }]);
  });
});
