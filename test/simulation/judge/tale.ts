import type { SyncState } from '@concord/core';
import type { BookName, Call, Happening, Wish } from '../history/happenings.ts';
import { sideOf } from '../history/happenings.ts';
import { createHistory, type History } from '../history/history.ts';
import { type Card, type Entry, type ListName, listNames, type TextName, textNames } from '../people/cards.ts';
import type { FirmPlan, Story } from '../story.ts';
import { type Invariant, judge, type Verdict } from './index.ts';

export const clio = 'clio 7001';
export const outlook = 'outlook 7001-1';
export const member = '7001-1';
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** What of a card matters to a test; the rest is blank. */
export type Details = Partial<Record<TextName, string>> &
  Partial<Record<ListName, readonly string[]>> & {
    readonly tags?: readonly string[];
    readonly isCompany?: boolean;
    readonly extras?: Card['extras'];
  };

export function cardOf(id: string, { tags = [], isCompany = false, extras = {}, ...details }: Details): Card {
  const texts = Object.fromEntries(textNames.map((name) => [name, details[name] ?? '']));
  const entryOf = (value: string): Entry => ({ value, slot: '', primary: false });
  const lists = Object.fromEntries(listNames.map((name) => [name, (details[name] ?? []).map(entryOf)]));
  return { id, isCompany, tags, texts: texts as Card['texts'], lists: lists as unknown as Card['lists'], extras };
}

/** One function at work for a sync: what it does to the clouds, with the calls that did it. */
export type Hand = {
  readonly number: number;
  /** Makes or changes the card of that person; `undefined` deletes it. */
  readonly writes: (tag: string, book: BookName, details: Details | undefined, line?: 'untold') => void;
  readonly calls: (call: Partial<Call>) => void;
};

type Untimed<One> = One extends unknown ? Omit<One, 'at'> : never;

/** A story told by hand, on a clock that only `wait` moves. */
export type Tale = {
  readonly story: Story;
  readonly history: History;
  readonly note: (happening: Untimed<Happening>) => void;
  readonly wait: (ms: number) => void;
  readonly born: (tag: string, book: BookName, details?: Details) => void;
  readonly edits: (tag: string, book: BookName, field: TextName | ListName, before?: string, after?: string) => void;
  /** Notes the deed, and takes the card away. */
  readonly removes: (tag: string, book: BookName, what?: 'deleted' | 'left') => void;
  readonly returns: (tag: string, book: BookName) => void;
  readonly merges: (kept: string, lost: string) => void;
  readonly wishes: (what: Wish['what'], more?: Partial<Wish>) => void;
  readonly sees: (
    state: SyncState,
    more?: { readonly of?: string; readonly parked?: number; readonly trouble?: string },
  ) => void;
  /** A member's sync is begun and live. */
  readonly live: (of?: string) => void;
  readonly works: (
    work: (hand: Hand) => void,
    more?: { readonly of?: string; readonly end?: 'ends' | 'dies' | 'fails' },
  ) => void;
  readonly begins: (of?: string) => Hand;
  readonly verdict: () => Verdict;
  readonly said: (invariant: Invariant) => readonly string[];
};

export const syncOf = (of: string): string => `sync ${of}`;

const usualPlan: FirmPlan = { members: 1, conflicts: 'left', deletes: { left: 'propagate', right: 'release' } };

export function tell(plan: Partial<FirmPlan> = {}, more: Partial<Story> = {}): Tale {
  const story: Story = {
    seed: 1,
    skewMs: 0,
    limits: false,
    firms: [{ ...usualPlan, ...plan }],
    people: [],
    habits: [],
    steps: [],
    ...more,
  };
  const history = createHistory();
  const books = new Map<BookName, Map<string, Card>>();
  const lines: Happening[] = [];
  let now = Date.UTC(2026, 2, 2, 9);
  let numbers = 0;
  let ids = 0;
  let ended: Verdict | undefined;

  const note: Tale['note'] = (happening) => history.note({ at: now, ...happening } as Happening);
  const inBook = (book: BookName): Map<string, Card> => {
    const known = books.get(book) ?? new Map<string, Card>();
    books.set(book, known);
    return known;
  };
  const put = (tag: string, book: BookName, after: Card | undefined, by: 'person' | number): void => {
    const before = inBook(book).get(tag);
    if (after) inBook(book).set(tag, after);
    else inBook(book).delete(tag);
    const id = (after ?? before)?.id ?? '';
    note({ kind: 'change', book, id, ...(before ? { before } : {}), ...(after ? { after } : {}), by });
  };
  const newId = (): string => {
    ids += 1;
    return `id${ids}`;
  };
  const shown = (tag: string, book: BookName): Card => inBook(book).get(tag) ?? cardOf(newId(), { tags: [tag] });

  const begins = (of: string = member): Hand => {
    numbers += 1;
    const number = numbers;
    const [firm = ''] = of.split('-');
    note({ kind: 'work', worker: number, firm, sync: syncOf(of), what: 'begins' });
    const calls: Hand['calls'] = (call) => {
      const { provider = 'microsoft', ...rest } = call;
      const account = provider === 'clio' ? of.replace('-', '') : `member${of.split('-')[1]}@firm${firm}.example.com`;
      note({
        kind: 'call',
        endAt: now,
        worker: number,
        provider,
        account,
        what: 'GET /contacts',
        writes: false,
        status: 200,
        ...rest,
      });
    };
    return {
      number,
      calls,
      writes: (tag, book, details, line) => {
        const before = inBook(book).get(tag);
        const after = details && cardOf(before?.id ?? newId(), { tags: [tag], ...details });
        put(tag, book, after, number);
        calls({ provider: sideOf(book) === 'left' ? 'clio' : 'microsoft', writes: true, what: 'POST /contacts' });
        if (line !== 'untold') lines.push({ at: now + story.skewMs, ...lineOf(of, book, before, after) });
      },
    };
  };

  const tale: Tale = {
    story,
    history,
    note,
    wait: (ms) => {
      now += ms;
    },
    born: (tag, book, details = {}) => {
      const card = cardOf(newId(), { firstName: 'Anna', tags: [tag], ...details });
      note({ kind: 'born', tag, firm: book.split(/[ -]/u)[1] ?? '', book, card });
      put(tag, book, card, 'person');
    },
    edits: (tag, book, field, before, after) => {
      note({ kind: 'edited', tag, book, field, before, after });
      put(tag, book, edited(shown(tag, book), field, before, after), 'person');
    },
    removes: (tag, book, what = 'deleted') => {
      note({ kind: what, tag, book, card: shown(tag, book) });
      put(tag, book, undefined, 'person');
    },
    returns: (tag, book) => {
      const card = shown(tag, book);
      note({ kind: 'returned', tag, book, card });
      put(tag, book, card, 'person');
    },
    merges: (kept, lost) => {
      const [one, other] = [shown(kept, clio), shown(lost, clio)];
      note({ kind: 'merged', tag: kept, lost, book: clio, card: other });
      put(lost, clio, undefined, 'person');
      put(kept, clio, { ...one, tags: [...one.tags, ...other.tags] }, 'person');
    },
    wishes: (what, more = {}) => note({ kind: 'wish', firm: '7001', member, what, ...more }),
    sees: (state, { of = member, parked = 0, trouble } = {}) =>
      note({ kind: 'sight', firm: '7001', sync: syncOf(of), state, held: 0, parked, ...(trouble ? { trouble } : {}) }),
    live: (of = member) => {
      const [firm = ''] = of.split('-');
      for (const what of ['scan', 'start'] as const) note({ kind: 'wish', firm, member: of, what, sync: syncOf(of) });
      tale.sees('live', { of });
    },
    begins,
    works: (work, { of = member, end = 'ends' } = {}) => {
      const hand = begins(of);
      work(hand);
      note({ kind: 'work', worker: hand.number, firm: of.split('-')[0] ?? '', sync: syncOf(of), what: end });
    },
    verdict: () => {
      for (const line of ended ? [] : lines) history.note(line);
      ended ??= judge(story, history, new Map([...books].map(([book, cards]) => [book, [...cards.values()]])));
      return ended;
    },
    said: (invariant) => tale.verdict().violations.flatMap((one) => (one.invariant === invariant ? [one.says] : [])),
  };
  return tale;
}

function edited(card: Card, field: TextName | ListName, before: string | undefined, after: string | undefined): Card {
  if (!isList(field)) return { ...card, texts: { ...card.texts, [field]: after ?? '' } };
  const kept = card.lists[field].filter(({ value }) => value !== before);
  const made = after === undefined ? [] : [{ value: after, slot: '', primary: false }];
  return { ...card, lists: { ...card.lists, [field]: [...kept, ...made] } };
}

const isList = (field: TextName | ListName): field is ListName => (listNames as readonly string[]).includes(field);

function lineOf(of: string, book: BookName, before: Card | undefined, after: Card | undefined) {
  const { texts } = after ?? before ?? cardOf('', {});
  const title =
    [texts.firstName, texts.middleName, texts.lastName].filter(Boolean).join(' ') || texts.company || 'No name';
  const labels = ['First name', 'Prefix', 'Job title', 'Company', 'Birthday', 'E-mail', 'Phone', 'Address', 'Web site'];
  return {
    kind: 'audit',
    firm: of.split('-')[0] ?? '',
    sync: syncOf(of),
    what: before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed',
    side: sideOf(book),
    title,
    because: '',
    fields: labels.map((label) => ({ label, before: '', after: '' })),
  } as const;
}
