import { domainToASCII } from 'node:url';
import {
  domainKey,
  domainOf,
  isWithin,
  judge,
  type MailAddress,
  type MailRule,
  type MailSituation,
  mailKey,
  mailRules,
  traceMail,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awkwardText } from '../core/awkward-texts.ts';
import { lawsOf } from '../core/law-cases.ts';
import { anyMail, cast, type Role } from './arbitrary-mail.ts';

const laws = lawsOf('mail/mail-laws');

const anyText = fc.oneof(awkwardText, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const punctuated = fc
  .array(
    fc.constantFrom('@', '"', '\\', '<', '>', ' ', '.', '+', 'a', 'É', '。', '＠', '﹫', 'mailto:', ':', '℀', '('),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const addressLike = fc.oneof(
  punctuated,
  fc.tuple(anyText, anyText).map(([local, domain]) => `${local}@${domain}`),
  anyText,
);

describe('the key of an address', () => {
  it('exists for any text at all, is its own key, and is an address or nothing', () => {
    laws.hold(
      fc.property(addressLike, (text) => {
        const key = mailKey(text);
        expect(mailKey(key)).toBe(key);
        expect(key === '' || /^[^@]+@[^\s@]+$|^".+"@[^\s@]+$/u.test(key)).toBe(true);
        expect(domainKey(domainOf(text))).toBe(domainOf(text));
        expect(key === '').toBe(domainOf(text) === '');
      }),
      8_000,
    );
  });

  const word = fc.stringMatching(/^[a-z0-9._-]{0,8}[a-z0-9]$/u);
  const ascii = fc
    .tuple(
      word.filter((text) => !text.startsWith('.')),
      word,
      word,
    )
    .map(([local, one, two]) => ({
      local,
      domain: `x${one.replaceAll('_', '')}.${two.replaceAll(/[_.]/gu, '')}`,
    }));
  it('is the same in any case, with any tag, and with blanks around it', () => {
    laws.hold(
      fc.property(ascii, word, fc.constantFrom('', ' ', '\t', '\u3000'), ({ local, domain }, tag, blank) => {
        const key = mailKey(`${local}@${domain}`);
        for (const spelled of [`${local}+${tag}@${domain}`, `${local}@${domain}`.toUpperCase()])
          expect(mailKey(blank + spelled + blank)).toBe(key);
        expect(mailKey(`x${local}@${domain}`)).not.toBe(key);
      }),
      2_000,
    );
  });

  const letters = 'abzäöüßéøåñçşžабвгдежзияאבגדالعربية日本語中文한국어αβγδέกขคनमস'.split('');
  it('has the domain that a URL has, whatever its script', () => {
    const label = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 9 }).map((all) => all.join(''));
    let compared = 0;
    laws.hold(
      fc.property(label, (text) => {
        const expected = domainToASCII(`${text}.example`);
        if (expected === '') return;
        compared += 1;
        expect(domainKey(`${text}.example`)).toBe(expected);
      }),
      3_000,
    );
    laws.cameUp(compared, 500);
  });

  it('is within its own domain and all around it, and within no other', () => {
    laws.hold(
      fc.property(ascii, word, ({ domain }, text) => {
        expect(isWithin(`${text}.${domain}`, domain)).toBe(true);
        expect(isWithin(domain, `${text.replaceAll('.', '')}.${domain}`)).toBe(false);
        expect(isWithin(`x${domain}`, domain)).toBe(false);
      }),
      1_000,
    );
  });
});

/** What the design says of each rule, in sets of roles: written apart from the code that it judges. */
type Seen = {
  readonly situation: MailSituation;
  readonly roles: ReadonlySet<Role>;
  readonly direct: ReadonlySet<Role>;
};
const inside: readonly Role[] = ['own', 'colleague', 'ownDomain'];
const applies = {
  draft: ({ situation }) => situation.message.place === 'drafts',
  junk: ({ situation }) => situation.message.place === 'junk',
  deleted: ({ situation }) => situation.message.place === 'deleted',
  chat: ({ situation }) => situation.message.place === 'chat',
  sensitive: ({ situation }) => situation.message.sensitivity !== 'normal',
  labelled: ({ situation: { message } }) =>
    message.folder === 'no concord' || message.labels.some((label) => label.toLowerCase() === 'no concord'),
  nobody: ({ roles }) => [...roles].every((role) => role === 'unusable'),
  internal: ({ roles }) => [...roles].every((role) => role === 'unusable' || inside.includes(role)),
  excludedDomain: ({ roles }) => roles.has('excluded') && !roles.has('contact'),
  noContact: ({ roles }) => !roles.has('contact'),
  copyOnly: ({ situation, direct }) => !situation.settings.copiesCount && !direct.has('contact'),
  kept: () => true,
} as const satisfies Record<MailRule, (seen: Seen) => boolean>;

function seen(situation: MailSituation): Seen {
  const { from, to, cc, bcc } = situation.message;
  const direct = [...(from ? [from] : []), ...to];
  return { situation, roles: rolesOf([...direct, ...cc, ...bcc]), direct: rolesOf(direct) };
}

function rolesOf(addresses: readonly MailAddress[]): ReadonlySet<Role> {
  const plain = addresses.map(({ address }) => address.trim().toLowerCase().replace('+tag', ''));
  const roles = Object.entries(cast) as [Role, readonly string[]][];
  return new Set(plain.map((text) => roles.find(([, texts]) => texts.includes(text))?.[0] ?? 'unusable'));
}

const gist = (situation: MailSituation): unknown => {
  const { rule, keeps, direction, parts } = judge(situation);
  return { rule, keeps, direction, parts: parts.map(({ contact, as }) => `${contact} ${as}`).sort() };
};

describe('any message at all', () => {
  it('is judged by the first rule that applies, and kept if and only if it has a contact', () => {
    const came = new Map<MailRule, number>();
    laws.hold(
      fc.property(anyMail, (situation) => {
        const { rule, keeps, parts } = judge(situation);
        expect(rule).toBe(mailRules.find((name) => applies[name](seen(situation))));
        expect(keeps).toBe(rule === 'kept');
        expect(parts.length > 0).toBe(keeps);
        expect(new Set(parts.map(({ contact }) => contact)).size).toBe(parts.length);
        came.set(rule, (came.get(rule) ?? 0) + 1);
      }),
      8_000,
    );
    for (const rule of mailRules) laws.cameUp(came.get(rule) ?? 0, 20);
  });

  it('is judged alike in whatever order its addresses stand, and whatever it says', () => {
    laws.hold(
      fc.property(anyMail, fc.string(), (situation, text) => {
        const { message } = situation;
        const turned = {
          ...message,
          to: message.to.toReversed(),
          cc: message.cc.toReversed(),
          bcc: message.bcc.toReversed(),
          subject: text,
          preview: text,
          messageId: text,
        };
        expect(gist({ ...situation, message: turned })).toEqual(gist(situation));
      }),
      3_000,
    );
  });

  it('is on nobody’s timeline who is of the firm, or from an excluded domain', () => {
    laws.hold(
      fc.property(anyMail, (situation) => {
        const roles = rolesOf(judge(situation).parts.map(({ address }) => ({ address, name: '' })));
        expect([...roles].filter((role) => role !== 'contact')).toEqual([]);
      }),
      2_000,
    );
  });

  it('has a trace that ends with the rule that answered, and sentences without a gap', () => {
    laws.hold(
      fc.property(anyMail, (situation) => {
        const { verdict, sentence, change, addresses, steps } = traceMail(situation);
        expect(verdict).toEqual(judge(situation));
        expect(steps.map(({ rule }) => rule)).toEqual(mailRules.slice(0, mailRules.indexOf(verdict.rule) + 1));
        expect(steps.map(({ answers }) => answers)).toEqual(steps.map((_, at) => at === steps.length - 1));
        expect(steps.at(-1)?.sentence).toBe(sentence);
        expect(change === undefined).toBe(verdict.keeps);
        const said = [sentence, change ?? 'None.', ...[...steps, ...addresses].map((one) => one.sentence)];
        for (const one of said) expect(one).toMatch(/^[A-Z](?!.*[{}]).*[^\s,:;]\.$/u);
      }),
      2_000,
    );
  });
});

laws.countUp();
