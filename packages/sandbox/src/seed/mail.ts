import type { GoogleDelivery } from '../google/google-mailbox.ts';
import type { PostedAddress } from '../kernel/post-office.ts';
import type { OutlookMessageInput } from '../microsoft/mail/outlook-messages.ts';
import { createDraw } from './draw.ts';

/** A message of the sample practice, as either cloud can take it in. */
type SampleMail = {
  readonly box: 'inbox' | 'sent' | 'junk';
  readonly messageId: string;
  readonly from: PostedAddress;
  readonly to: readonly PostedAddress[];
  readonly cc?: readonly PostedAddress[];
  readonly subject: string;
  readonly text: string;
  readonly at: number;
  readonly headers?: Readonly<Record<string, string>>;
};

export type MailPeople = {
  /** Whose mailbox it is. */
  readonly owner: PostedAddress;
  readonly colleague: PostedAddress;
  /** Contacts in Clio. */
  readonly clients: readonly PostedAddress[];
};

const hourMs = 3_600_000;

/** Twelve days of a small practice: clients who write and are answered, a colleague, a newsletter, junk, something personal. */
export function sampleMail(
  { owner, colleague, clients }: MailPeople,
  now: number,
  seed: number,
): readonly SampleMail[] {
  const draw = createDraw(seed);
  const id = (name: string): string => `${name}.${seed}@sample.example.com`;
  const talks = clients.flatMap((client, index): readonly SampleMail[] => {
    const topic = topics[index % topics.length] as Topic;
    const asked = now - (index === 0 ? 2 : 4 + index * 26 + draw.number(12)) * hourMs;
    const isCopied = index % 4 === 1;
    const first: SampleMail = {
      box: 'inbox',
      messageId: id(`asked-${index}`),
      from: client,
      to: [owner],
      ...(isCopied ? { cc: [colleague] } : {}),
      subject: topic.subject,
      text: topic.asks,
      at: asked,
    };
    const answer: SampleMail = {
      box: 'sent',
      messageId: id(`answered-${index}`),
      from: owner,
      to: [client],
      subject: `Re: ${topic.subject}`,
      text: topic.answer,
      at: asked + hourMs,
      headers: { 'In-Reply-To': `<${first.messageId}>`, References: `<${first.messageId}>` },
    };
    return index % 3 === 2 ? [first] : [first, answer];
  });
  const note = (name: string, mail: Omit<SampleMail, 'messageId' | 'to'>): SampleMail => ({
    messageId: id(name),
    to: [owner],
    ...mail,
  });
  const [client] = clients;
  return [
    ...talks,
    note('lunch', {
      box: 'inbox',
      from: colleague,
      subject: 'Lunch on Thursday?',
      text: 'The usual place, half past twelve.',
      at: now - 5 * hourMs,
    }),
    note('news', {
      box: 'inbox',
      from: { address: 'news@bar-association.example.org', name: 'Bar Association' },
      subject: 'This week in practice',
      text: 'Three rulings, one seminar, and a change to the fee schedule.',
      at: now - 9 * hourMs,
      headers: { 'List-Id': '<news.bar-association.example.org>' },
    }),
    note('prize', {
      box: 'junk',
      from: { address: 'winner@prizes.example.net', name: 'You have won' },
      subject: 'Claim your prize today',
      text: 'Click now.',
      at: now - 7 * hourMs,
    }),
    ...(client
      ? [
          note('personal', {
            box: 'inbox',
            from: client,
            subject: 'Between the two of us',
            text: 'This is for you alone, please.',
            at: now - 30 * hourMs,
            headers: { Sensitivity: 'Private' },
          }),
        ]
      : []),
  ].toSorted((one, other) => one.at - other.at);
}

export const forOutlook = ({ box, at, ...mail }: SampleMail): OutlookMessageInput => ({
  ...mail,
  sentAt: at,
  receivedAt: at,
  folder: { inbox: 'inbox', sent: 'sentitems', junk: 'junkemail' }[box],
});

export const forGmail = ({ box, at, ...mail }: SampleMail): GoogleDelivery => ({
  ...mail,
  sentAt: at,
  receivedAt: at,
  labels: { inbox: ['INBOX'], sent: ['SENT'], junk: ['SPAM'] }[box],
});

type Topic = { readonly subject: string; readonly asks: string; readonly answer: string };

const topics: readonly Topic[] = [
  {
    subject: 'Signed engagement letter',
    asks: 'Attached is the letter, signed. When can we speak about the next steps?',
    answer: 'Thank you, it has arrived. I will call you tomorrow at ten.',
  },
  {
    subject: 'Documents for the hearing',
    asks: 'I have found the lease and both amendments. Shall I bring the originals?',
    answer: 'Please do. The hearing is in room 4, and we meet at a quarter to nine.',
  },
  {
    subject: 'Question about the invoice',
    asks: 'Could you tell me what the second line stands for?',
    answer: 'It is the filing fee of the court. The receipt is with the file.',
  },
  {
    subject: 'New address',
    asks: 'We have moved. Please send everything to the new address from now on.',
    answer: 'Noted, and congratulations on the new house.',
  },
  {
    subject: 'Draft of the will',
    asks: 'I have read the draft, and would like to change the paragraph about the house.',
    answer: 'I have changed it as you wished. Please read the second page once more.',
  },
  {
    subject: 'Settlement offer',
    asks: 'They have called me directly. What should I say?',
    answer: 'Nothing for now, please: refer them to me. I will write to them today.',
  },
];
