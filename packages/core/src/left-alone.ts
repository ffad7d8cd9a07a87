import type { SideName } from './items.ts';
import { spoken } from './why/spoken.ts';

/** Why something is not taken back. The set is closed; each has a sentence for people. `{left}` and `{right}` are the sides' names. */
export const leftAloneSentences = {
  editedSince: 'It was changed since Concord wrote it, so it stays as it is.',
  cannotBeBlank: 'The service has no way to empty this detail again, so it stays as it is.',
  readOnly: 'Concord only reads it there, because a change would reach other people or lose what it holds.',
  inUse: 'It has matters, relationships or communications in {left}, so it stays there.',
  mayBeInUse: '{left} does not say whether it has matters, relationships or communications, so it stays there.',
  alsoElsewhere: 'Another sync of the firm has it as well, so it stays.',
  notVisible: 'This account may not see it, so nothing of it is touched.',
  elsewhere: 'It was moved out of what is synced, so nothing of it is touched.',
} as const;

export type LeftAloneReason = keyof typeof leftAloneSentences;

/** What somebody has touched since, or what cannot be taken back. Without a field: the whole item. */
export type LeftAlone = { readonly side: SideName; readonly field?: string; readonly reason: LeftAloneReason };

export const leftAloneSentence = (
  { reason }: Pick<LeftAlone, 'reason'>,
  sides: { readonly left: string; readonly right: string },
): string => spoken(leftAloneSentences[reason], sides);
