import { type MailMessage, mailRules } from '@concord/core';
import { parseSource, unreadableSources } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { corpusContacts, differing, inMailbox, type MailCase, mailCorpus, verdictOf } from './corpus/index.ts';

const themes = [...new Set(mailCorpus.map(({ theme }) => theme))];

describe.each(themes)('mail: %s', (theme) => {
  it.each(mailCorpus.filter((one) => one.theme === theme).map((one) => [one.name, one] as const))('%s', (_, one) => {
    const parsed = parseSource(one.source);
    expect(parsed.kind).toBe(one.pasted === 'large' ? 'unreadable' : (one.pasted ?? 'message'));
    if (one.pasted === 'large') expect(parsed).toHaveProperty('sentence', unreadableSources.large);
    if (parsed.kind !== 'message') return;
    expect(verdictOf(one, { ...parsed.message, ...one.box })).toEqual(one.expected);
    expect(parsed.message.sensitivity).toBe(one.box.sensitivity);
    expectReads(one, parsed.message);
  });
});

function expectReads({ reads = {} }: MailCase, { subject, sentAt, messageId, from }: MailMessage): void {
  if (reads.subject !== undefined) expect(subject).toBe(reads.subject);
  if (reads.fromName !== undefined) expect(from?.name).toBe(reads.fromName);
  if (reads.sentAt !== undefined) expect(sentAt).toBe(Date.parse(reads.sentAt));
  if (reads.messageId !== undefined) expect(messageId).toBe(reads.messageId ?? undefined);
}

describe('the corpus', () => {
  it('is judged alike as mailboxes give it, which read all parts of messages of any size', async () => {
    const messages = await Promise.all(mailCorpus.map(inMailbox));
    const wrong = mailCorpus.flatMap((one, at) => differing(one, messages[at]));
    expect(wrong).toEqual([]);
  });

  it('has at least 300 messages, each with a name of its own', () => {
    expect(mailCorpus.length).toBeGreaterThanOrEqual(300);
    expect(new Set(mailCorpus.map(({ theme, name }) => `${theme}: ${name}`)).size).toBe(mailCorpus.length);
  });

  it('has messages for every rule, in both directions, and for nearly every contact', () => {
    const expected = mailCorpus.map((one) => one.expected);
    expect(new Set(expected.map(({ rule }) => rule))).toEqual(new Set(mailRules));
    expect(new Set(expected.map(({ direction }) => direction))).toEqual(new Set(['sent', 'received']));
    const seen = new Set(expected.flatMap(({ contacts }) => contacts.map((one) => one.split(' ').at(-1))));
    const unseen = Object.keys(corpusContacts).filter((contact) => !seen.has(contact));
    expect(unseen).toEqual(['ben', 'dave', 'grace', 'nobody']);
  });
});
