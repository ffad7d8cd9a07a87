import type { PostedMail } from '@concord/sandbox';
import type { Chance } from '../../chance.ts';
import type { Stage } from '../../stage/stage.ts';
import { type Box, type Client, clientsOf, excludedDomain } from '../cast.ts';
import type { MailRecord, Party } from '../record.ts';

/** A member in front of their mailbox, with something to do. */
export type Scene = {
  readonly stage: Stage;
  readonly box: Box;
  readonly boxes: readonly Box[];
  readonly record: MailRecord;
  readonly chance: Chance;
  readonly now: () => number;
  /** A number that nothing in the story has yet. */
  readonly fresh: () => number;
};

/** What they did, in words; undefined when there was no occasion. */
export type Doing = (scene: Scene) => string | undefined;

export type Draft = {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly messageId?: string | false;
  readonly sentAt?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

const subjects = [
  'Your file',
  'Re: hearing',
  'Offer – draft 2',
  'Fwd: Déposition',
  'Lunch?',
  'Kündigung: §§ 5–7',
] as const;
const texts = [
  'Please see below.',
  'Thank you!\n\nKind regards',
  '> quoted\nAnswer',
  'Zoë asks for the costs',
] as const;

/** Written, and noted; nobody has it yet. */
export function compose(
  { record, chance, fresh, now }: Scene,
  draft: Draft,
  letter: 'M' | 'L' = 'M',
): { readonly tag: string; readonly mail: PostedMail } {
  const tag = `${letter}~${fresh()}~`;
  const { from, to, cc = [], bcc = [], headers = {} } = draft;
  const usual = chance.oneOf(`${tag}@mail.example`, `X.${tag}@Mail.Example`);
  const messageId = draft.messageId === false ? undefined : (draft.messageId ?? usual);
  const sentAt = draft.sentAt ?? now() - chance.below(3) * 1_000;
  const named = (address: string) => ({ address, name: chance.oneOf('', 'Somebody', 'Zoë "Z" Zed') });
  const party =
    (as: Party['as']) =>
    (address: string): Party => ({ as, address });
  record.note({
    kind: 'composed',
    tag,
    messageId,
    parties: [party('from')(from), ...to.map(party('to')), ...cc.map(party('cc')), ...bcc.map(party('bcc'))],
    sentAt,
    isPrivate: headers['Sensitivity'] !== undefined,
  });
  return {
    tag,
    mail: {
      ...(messageId === undefined ? {} : { messageId }),
      from: named(from),
      to: to.map(named),
      cc: cc.map(named),
      bcc: bcc.map(named),
      subject: `${tag} ${chance.pick(subjects) ?? ''}`,
      text: `${tag} ${chance.pick(texts) ?? ''}`,
      sentAt,
      headers,
    },
  };
}

/** As people and programs spell it. */
export const spelt = (chance: Chance, address: string): string =>
  chance.oneOf(address, address, address.toUpperCase(), withTag(address, 'concord'));

const withTag = (address: string, tag: string): string =>
  address.includes('+') ? address : address.replace('@', `+${tag}@`);

/** A contact of the member's firm, and one of its addresses. */
export function pickClient(
  { stage, box, chance }: Scene,
  fits: (address: string) => boolean = isUsual,
): { readonly client: Client; readonly address: string } | undefined {
  const all = clientsOf(stage, box.firm.id).flatMap((client) =>
    client.addresses.filter(fits).map((address) => ({ client, address })),
  );
  return chance.pick(all);
}

const isUsual = (address: string): boolean => !address.toLowerCase().endsWith(excludedDomain);

/** Under which this member gets mail. */
export const addressOf = ({ chance }: Scene, { email, alias }: Box): string => chance.oneOf(email, email, alias);

export const colleaguesOf = ({ boxes, box }: Scene): readonly Box[] =>
  boxes.filter((other) => other !== box && other.firm.id === box.firm.id);
