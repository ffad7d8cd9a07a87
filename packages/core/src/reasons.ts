import { type SideLabels, spoken } from './why/spoken.ts';

/** Why something was decided. The set is closed; each has a sentence for people. `{left}` and `{right}` are the sides' names. */
export const reasonSentences = {
  inStep: 'Both sides say the same.',
  onlyLeft: 'It is in {left} only, and {nobody} in {right} looks like it.',
  onlyRight: 'It is in {right} only, and {nobody} in {left} looks like it.',
  nameAndEmail: 'First name, last name and an e-mail address are identical.',
  companyNameAndEmail: 'The company name and an e-mail address are identical.',
  personSaidSame: 'Somebody said that these are the same.',
  sameBefore: 'Both were linked with one {one} in {left}, before it was deleted there and made anew.',
  nameAndPhone: 'The names are identical and they share a phone number, but no e-mail address confirms it.',
  nameOnly: 'The names are identical, and there are too few details to tell whether it is the same person.',
  emailAndSimilarName: 'They share an e-mail address, and the names are similar but not identical.',
  companyName: 'The company names are identical, but no e-mail address confirms it.',
  sameEvent: 'Title, time and recurrence are identical.',
  several: 'More than one looks like it.',
  mayBeTheLost: 'One may have been made from the other: no answer came when it was sent.',
  alreadyLinked: 'The one that looks exactly like it is already linked with another.',
  editedLeft: 'Changed in {left}.',
  editedRight: 'Changed in {right}.',
  editedBoth: 'Changed on both sides.',
  deletedLeft: 'Deleted in {left}.',
  deletedRight: 'Deleted in {right}.',
  deletedLeftKept: 'Deleted in {left}; it stays in {right}.',
  deletedRightKept: 'Deleted in {right}; it stays in {left}.',
  deletedLeftAsked: 'Deleted in {left}: it stays in {right} until somebody decides.',
  deletedRightAsked: 'Deleted in {right}: it stays in {left} until somebody decides.',
  deletedBoth: 'Deleted on both sides.',
  deletedLeftEditedRight: 'Deleted in {left}, but changed in {right} since: it stays until somebody decides.',
  deletedRightEditedLeft: 'Deleted in {right}, but changed in {left} since: it stays until somebody decides.',
  notChosenLeft: 'It is not among those that were chosen in {left}.',
  notChosenRight: 'It is not among those that were chosen in {right}.',
  noWayInLeft: 'It is in {right} only, and nobody who is added to {left} would be among those that were chosen there.',
  noWayInRight: 'It is in {left} only, and nobody who is added to {right} would be among those that were chosen there.',
  keptPrivate: 'It is private, and private events are not carried over.',
  madePrivate: 'It was made private in {right}, so the copy that Concord had made in {left} is taken back.',
  oneWayGuests: 'It has guests, and a change made here would send them mail: it goes from {right} to {left} only.',
  oneWayGuest: 'Somebody else invites to it, and only they can change it: it goes from {right} to {left} only.',
  oneWayVeiled: 'It is private: {left} shows only that you are busy, and nothing goes back.',
  oneWayCourtRule: 'Court rules in {left} make it, so it goes from {left} to {right} only.',
  oneWayKind: 'It is of a kind that cannot be changed from outside, so it goes one way only.',
  oneWayRights: 'This account may look at it and not change it, so it goes one way only.',
  ruleNotHeldLeft: '{left} has no way to say how it repeats, so it stays in {right} as it is.',
  ruleNotHeldRight: '{right} has no way to say how it repeats, so it stays in {left} as it is.',
  zoneNotHeldLeft:
    'It repeats in a time zone that {left} cannot keep, so its hours would be wrong for half of the year: it stays in {right}.',
  zoneNotHeldRight:
    'It repeats in a time zone that {right} cannot keep, so its hours would be wrong for half of the year: it stays in {left}.',
  exceptionsNotHeldLeft: 'Some of its dates differ in a way that {left} cannot say, so it stays in {right} as it is.',
  exceptionsNotHeldRight: 'Some of its dates differ in a way that {right} cannot say, so it stays in {left} as it is.',
  elsewhere: 'Moved out of the synced {folder} in {right}.',
  notVisible: 'This account may not see it, so nothing can be said about it.',
  nameless: 'It has neither a name nor a company, so there is nothing to call it by.',
  byProduct: 'Concord made this company so that a person’s card could name it; it is sent once it says more.',
  kindDiffers: 'It is a person on one side and a company on the other.',
  conflict: 'The same detail was changed on both sides.',
  refused: 'The provider does not accept it as it is.',
  tooOld: 'What was read is older than what is known; it is read again.',
  unconfirmed: 'It is looked at once more before anything is deleted.',
  recovering: 'The outcome of the last write is being found out.',
  waitingForPerson: 'It waits for somebody’s answer.',
  atRest: 'It was undone, and rests until somebody resumes it.',
} as const;

export type ReasonCode = keyof typeof reasonSentences;

export type Reason = {
  readonly code: ReasonCode;
  /** A provider's own sentence, where there is one; never people's data. */
  readonly detail?: string;
};

export function sentenceOf(reason: Reason, labels: SideLabels): string {
  const sentence = spoken(reasonSentences[reason.code], labels);
  return reason.detail ? `${sentence} (${reason.detail})` : sentence;
}
