import type {
  EngagedPage,
  EngagedView,
  EngagementsPage,
  EngagementView,
  MatterRow,
  NewLetter,
  WishResult,
} from '@concord/core';
import { robin } from './fake-connections.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const atOnce = 20;
/** Milliseconds after which what was sent comes back from the mailbox. */
const comesBackMs = 1500;

const grace = 'grace@harbourfinch.example.com';
export const ada = { id: 'k1', name: 'Ada Lovelace', address: 'ada@lovelace.example' } as const;
/** Writes what nobody should. */
export const mallory = { id: 'k66', name: '\u202eyrollaM <b>Quill</b>', address: 'mallory@quill.example' } as const;

/** Engagements by contact, over scripted records; what is sent comes back by time. */
export function createFakeEngagements(now: number) {
  let rows = new Map<string, readonly EngagementView[]>([
    [ada.id, ofAda(now)],
    [mallory.id, ofMallory(now)],
    ...others(now),
  ]);
  let sent: readonly { readonly at: number; readonly row: EngagementView }[] = [];

  const timeline = (contact: string): readonly EngagementView[] => {
    const back = sent.filter(
      ({ at, row }) => Date.now() - at > comesBackMs && row.people.some((one) => one.contact === contact),
    );
    return [...back.map(({ row }) => row).toReversed(), ...(rows.get(contact) ?? [])];
  };
  const find = (id: string): EngagementView | undefined =>
    [...rows.keys()].flatMap(timeline).find((row) => row.id === id);
  const change = (id: string, parts: Partial<EngagementView>): EngagementView => {
    const edit = (row: EngagementView): EngagementView => (row.id === id ? { ...row, ...parts } : row);
    rows = new Map([...rows].map(([contact, all]) => [contact, all.map(edit)]));
    sent = sent.map((one) => ({ ...one, row: edit(one.row) }));
    return find(id) as EngagementView;
  };

  return {
    people(query: URLSearchParams): EngagedPage {
      const search = (query.get('search') ?? '').toLowerCase();
      const all = [...rows.keys()]
        .map((contact) => engaged(contact, timeline(contact)))
        .filter(({ name }) => name.toLowerCase().includes(search))
        .toSorted((a, b) => b.lastAt - a.lastAt);
      const { rows: people, ...after } = partOf(all, query);
      return { people, ...after, total: all.length };
    },
    timeline(query: URLSearchParams): EngagementsPage | undefined {
      const contact = query.get('contact') ?? '';
      if (!rows.has(contact)) return undefined;
      const addresses = contact === ada.id ? [ada.address, 'countess@analytical.example'] : [addressOf(contact)];
      return { contact, name: nameOf(contact), addresses, ...partOf(timeline(contact), query) };
    },
    view: find,
    redact: (id: string): EngagementView =>
      change(id, { subject: '', preview: '', people: [], redacted: { at: Date.now(), by: 'Robin Ashworth' } }),
    matters: (): WishResult => ({ matters: { rows: openMatters, more: false } }),
    file(id: string, matter: string): WishResult {
      const number = openMatters.find((one) => one.id === matter)?.number ?? matter;
      const filed = find(id)?.filed ?? [];
      if (!filed.some((one) => one.matter === matter))
        change(id, { filed: [...filed, { matter, number, at: Date.now() }] });
      return {};
    },
    send({ to, subject, text, answers }: NewLetter): void {
      const at = Date.now();
      const thread = answers === undefined ? `t${at}` : (find(answers)?.thread ?? '');
      const row = engagement({ id: `sent${sent.length}`, at, direction: 'sent', subject, preview: text, thread }, [
        me,
        ...to.map((address) => ({ as: 'to', name: '', address, ...contactAt(address) }) as const),
      ]);
      sent = [...sent, { at, row }];
    },
    empty: (): void => void (rows = new Map()),
  };
}

type Person = EngagementView['people'][number];
const me: Person = { as: 'from', name: 'Robin Ashworth', address: robin };
const from = (name: string, address: string, contact: string): Person => ({ as: 'from', name, address, contact });
const contactAt = (address: string) => (address === ada.address ? { contact: ada.id } : {});

type Parts = Partial<EngagementView> & Pick<EngagementView, 'id' | 'at' | 'direction' | 'subject'>;

function engagement(parts: Parts, people: readonly Person[]): EngagementView {
  return {
    preview: '',
    hasAttachments: false,
    thread: parts.id,
    boxes: [{ account: robin, isMine: true, link: `https://mail.example.com/open/${parts.id}` }],
    canRedact: true,
    filed: [],
    people,
    ...parts,
  };
}

function ofAda(now: number): readonly EngagementView[] {
  const her = from('Ada Lovelace', ada.address, ada.id);
  const toHer: Person = { ...her, as: 'to' };
  const toMe: Person = { ...me, as: 'to' };
  const lease = { subject: 'Re: Lease of the engine house', thread: 't-lease' } as const;
  const copy: Person = { as: 'cc', name: 'Charles Babbage', address: 'babbage@analytical.example', contact: 'k2' };
  const both = [
    { account: robin, isMine: true, link: 'https://mail.example.com/open/e2' },
    { account: grace, isMine: false },
  ] as const;
  return [
    engagement(
      {
        id: 'e1',
        at: now - 42 * minuteMs,
        direction: 'received',
        ...lease,
        preview:
          'Thank you, that answers it. I shall sign on Thursday, and bring the two old deeds along. Is there anything else that the other side wants to see?',
        hasAttachments: true,
      },
      [her, toMe, copy],
    ),
    engagement(
      {
        id: 'e2',
        at: now - 5 * hourMs,
        direction: 'sent',
        ...lease,
        preview: 'Dear Ada, the landlord agrees to the longer notice. The only open point is the roof.',
        boxes: both,
        filed: [{ matter: '101', number: '00101-Lovelace', at: now - 4 * hourMs }],
      },
      [me, toHer],
    ),
    engagement(
      {
        id: 'e4',
        at: now - dayMs - 2 * hourMs,
        direction: 'received',
        subject: 'Photographs of the roof',
        preview: 'As promised. The third one shows the crack.',
        hasAttachments: true,
      },
      [her, toMe],
    ),
    engagement(
      {
        id: 'e3',
        at: now - 2 * dayMs,
        direction: 'received',
        subject: 'Lease of the engine house',
        thread: 't-lease',
        preview: 'Could we ask for six months of notice instead of three?',
      },
      [her, toMe],
    ),
    engagement(
      {
        id: 'e5',
        at: now - 6 * dayMs,
        direction: 'received',
        subject: '',
        boxes: [{ account: grace, isMine: false }],
        redacted: { at: now - dayMs, by: 'Grace Okafor' },
        canRedact: false,
      },
      [],
    ),
    ...Array.from({ length: 30 }, (_, index) =>
      engagement(
        {
          id: `o${index}`,
          at: now - (8 + index) * dayMs,
          direction: index % 3 === 0 ? 'sent' : 'received',
          subject: `Notes of meeting ${30 - index}`,
          preview: 'For your files.',
        },
        index % 3 === 0 ? [me, toHer] : [her, toMe],
      ),
    ),
  ];
}

/** What strangers write to make a page load, run, hide or turn something. */
export const hostile = {
  image: '<img src=x onerror="document.title=1"> <script>document.title=1</script>',
  remote: '<img src="https://tracker.example/pixel.png"> <link rel=stylesheet href=//tracker.example/a.css>',
  turned: 'invoice \u202efdp.exe\u202c \u2066\u2067end',
  unseen: '\u200b\u2060\ufeff\u3164\u00ad',
  heaped: `Z${'\u0335\u0321\u0322\u0489'.repeat(30)}algo`,
  long: 'w'.repeat(700),
} as const;

function ofMallory(now: number): readonly EngagementView[] {
  const name = mallory.name;
  const links = ['javascript:document.title=1', 'data:text/html,hello', 'https://mail.example.com/open/h2'] as const;
  return Object.entries(hostile).map(([what, subject], index) =>
    engagement(
      {
        id: `h-${what}`,
        at: now - index * hourMs - 3 * dayMs,
        direction: 'received',
        subject,
        preview: subject,
        boxes: [{ account: robin, isMine: true, link: links[index % links.length] ?? '' }],
      },
      [from(name, mallory.address, mallory.id), { ...me, as: 'to', name: hostile.remote }],
    ),
  );
}

const names = ['Charles Babbage', 'Mary Somerville', 'Zoë Whitfield', 'Đorđe Bianchi', 'Quay Ltd'] as const;

const others = (now: number) =>
  Array.from({ length: 43 }, (_, index) => {
    const id = `k${index + 2}`;
    const at = now - (index + 1) * 5 * hourMs;
    const parts = {
      id: `${id}e`,
      at,
      direction: 'received',
      subject: 'A question',
      preview: 'When may I call?',
    } as const;
    return [id, [engagement(parts, [from(nameOf(id), addressOf(id), id), { ...me, as: 'to' }])]] as const;
  });

function nameOf(contact: string): string {
  if (contact === ada.id) return ada.name;
  if (contact === mallory.id) return mallory.name;
  const index = Number(contact.slice(1)) - 2;
  return index < names.length
    ? (names[index] ?? '')
    : `${names[index % names.length]} ${Math.floor(index / names.length) + 1}`;
}

const addressOf = (contact: string): string =>
  contact === mallory.id ? mallory.address : `${contact}@clients.example`;

const engaged = (contact: string, rows: readonly EngagementView[]): EngagedView => ({
  contact,
  name: nameOf(contact),
  count: rows.length,
  lastAt: rows[0]?.at ?? 0,
});

type Part<Row> = { readonly rows: readonly Row[]; readonly after?: string };

function partOf<Row>(all: readonly Row[], query: URLSearchParams): Part<Row> {
  const begin = Number(query.get('after') ?? 0);
  const next = begin + atOnce;
  return { rows: all.slice(begin, next), ...(next < all.length ? { after: `${next}` } : {}) };
}

const openMatters: readonly MatterRow[] = [
  ['101', '00101-Lovelace', 'Lease of the engine house'],
  ['104', '00104-Lovelace', 'Estate of the late Countess'],
].map(([id = '', number = '', description = '']) => ({
  id,
  number,
  description,
  client: ada.name,
  status: 'open',
  practiceArea: 'Real estate',
  attorney: 'Robin Ashworth',
  openedOn: '2026-02-14',
}));
