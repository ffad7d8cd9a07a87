import {
  contactType,
  type Element,
  folded,
  type Item,
  phoneKey,
  restrict,
  sameBase,
  sameList,
  sameText,
  shorten,
  tidy,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEdit, edited, itemOf, namedItem } from './arbitrary-edits.ts';
import { anyCapabilities, listNames, textNames } from './arbitrary-items.ts';
import { awkwardText, longLine, oddPhones, respellings } from './awkward-texts.ts';
import { lawsOf } from './law-cases.ts';
import { awkwardWords, elementAgain, plainWords } from './vocabulary.ts';

const laws = lawsOf('core/spelling-laws');
const respelling = fc.constantFrom(...respellings);
const anyElement = fc.oneof(
  ...listNames.map((name) => awkwardWords.elements[name].map((element) => ({ name, element }))),
);

describe('the spelling of a text', () => {
  it('is tidied and folded in one step, and no longer than it was by more than composing makes it', () => {
    laws.hold(
      fc.property(awkwardText, (text) => {
        expect(tidy(tidy(text))).toBe(tidy(text));
        expect(folded(folded(text))).toBe(folded(text));
        expect(tidy(text)).not.toMatch(/^\s|\s$|\s\s|[\u0000-\u001f\u007f\u200b\u2060\ufeff]/u);
      }),
      2_000,
    );
  });

  it('is the same text with other blanks around it or in another normal form, and not in another case', () => {
    laws.hold(
      fc.property(awkwardText, respelling, (text, spell) => {
        expect(sameText(text, spell(text))).toBe(true);
        expect(folded(spell(text))).toBe(folded(text));
      }),
      2_000,
    );
    expect(sameText('Ada', 'ada')).toBe(false);
  });

  it('is cut to what comes first of it, between characters', () => {
    laws.hold(
      fc.property(awkwardText, fc.nat(8), (text, maxLength) => {
        const short = shorten(text, maxLength);
        expect(text.startsWith(short)).toBe(true);
        expect(short.length).toBeLessThanOrEqual(maxLength);
        if (short !== text) expect(short).toBe(short.trimEnd());
        const next = Array.from(text.slice(short.length))[0] ?? '';
        if (text.length > maxLength && next.trim() !== '')
          expect(short.length + next.length).toBeGreaterThan(maxLength);
        expect(short.isWellFormed() || !text.isWellFormed()).toBe(true);
      }),
      2_000,
    );
  });

  it('may be 64 KB long', () => {
    laws.hold(
      fc.property(longLine, (line) => {
        const item: Item = { kind: 'person', lastName: line, emails: [{ key: folded(line), value: line }] };
        expect(sameBase(contactType, item, { ...item, lastName: ` ${line.normalize('NFD')}` })).toBe(true);
        for (const key of contactType.matchKeys(item)) expect(key.length).toBeLessThanOrEqual(200);
        expect(contactType.likeness(item, item).kind).toBe('same');
      }),
      20,
    );
  });
});

describe('a key', () => {
  it('belongs to the value: read again, or in another spelling, it is the same', () => {
    laws.hold(
      fc.property(anyElement, respelling, ({ name, element }, spell) => {
        expect(elementAgain[name](element)?.key).toBe(element.key);
        if (typeof element.value === 'string')
          expect(elementAgain[name]({ ...element, value: spell(element.value) })?.key).toBe(element.key);
      }),
      2_000,
    );
  });

  it('of a number is the same whether it was asked for before or not', () => {
    laws.hold(
      fc.property(fc.oneof(fc.constantFrom<string>(...oddPhones), awkwardText), (number) => {
        const key = phoneKey(number, 'US');
        phoneKey(number, 'GB');
        expect(phoneKey(number, 'US')).toBe(key);
      }),
      500,
    );
    expect(phoneKey('020 7946 0000', 'GB')).not.toBe(phoneKey('020 7946 0000', 'US'));
  });
});

describe('what is the same', () => {
  const item = fc.oneof(itemOf('person', plainWords), itemOf('person', awkwardWords));
  const edits = fc.array(anyEdit(plainWords), { maxLength: 2 });

  it('does not depend on who is asked first, on the order of lists, on rows or flags', () => {
    laws.hold(
      fc.property(item, edits, fc.nat(3), (before, all, by) => {
        const after = edited(before, all);
        expect(sameBase(contactType, before, after)).toBe(sameBase(contactType, after, before));
        expect(sameBase(contactType, after, bare(turned(after, by)))).toBe(true);
      }),
      2_000,
    );
  });

  it('is not, once a text or an element differs', () => {
    laws.hold(
      fc.property(item, fc.constantFrom(...textNames), fc.constantFrom(...listNames), (before, text, list) => {
        expect(sameBase(contactType, before, { ...before, [text]: `${String(before[text] ?? '')}!` })).toBe(false);
        const elements = (before[list] ?? []) as readonly Element[];
        const more = [...elements, { key: 'another', value: 'another' }];
        expect(sameBase(contactType, before, { ...before, [list]: more })).toBe(false);
        expect(sameList(more, elements)).toBe(false);
      }),
      1_000,
    );
  });

  it('nameless is who has nothing that can be seen of a name', () => {
    laws.hold(
      fc.property(fc.constantFrom('person', 'company'), awkwardText, awkwardText, (kind, lastName, company) => {
        const named = kind === 'person' ? `${lastName}${company}` : company;
        expect(contactType.isNameless({ kind, lastName, company })).toBe(tidy(named) === '');
      }),
      1_000,
    );
  });

  it('a side’s hold of an item is found in one step, and keeps no more than there was', () => {
    laws.hold(
      fc.property(fc.oneof(item, namedItem(plainWords)), anyCapabilities, (before, capabilities) => {
        const held = restrict(before, capabilities);
        expect(restrict(held, capabilities)).toEqual(held);
        for (const name of listNames) {
          const capability = capabilities[name];
          const kept = (held[name] ?? []) as readonly Element[];
          const all = (before[name] ?? []) as readonly Element[];
          const keys = kept.map(({ key }) => key);
          expect(all.map(({ key }) => key).filter((key) => keys.includes(key))).toEqual(keys);
          if (capability?.shape !== 'list') throw new Error('it is a list');
          expect(kept.length).toBeLessThanOrEqual(capability.max);
          for (const [slot, max] of Object.entries(capability.slots ?? {}))
            expect(kept.filter((element) => element.slot === slot).length).toBeLessThanOrEqual(max);
        }
      }),
      1_000,
    );
  });
});

describe('bugs that these laws found', () => {
  it('a text is cut where the first character does not fit, though a later one would', () => {
    expect(shorten('a😀b', 2)).toBe('a');
  });

  it('a number with a tab or an invisible character in it is the same number', () => {
    for (const number of ['416\t555 0101', '416 555\u200b 0101', '\u00a0416\u00a0 555\r\n0101'])
      expect(phoneKey(number, 'CA')).toBe('+14165550101');
  });

  it('a name of which tidying leaves something is a name', () => {
    expect(contactType.isNameless({ kind: 'person', lastName: '\u0085' })).toBe(false);
  });
});

laws.countUp();

const turned = (item: Item, by: number): Item =>
  mapLists(item, (list) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]);
const bare = (item: Item): Item => mapLists(item, (list) => list.map(({ primary: _, ref: __, ...element }) => element));
const mapLists = (item: Item, change: (list: readonly Element[]) => readonly Element[]): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'object' ? change(value) : value]),
  );
