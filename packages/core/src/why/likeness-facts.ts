/** What two cards have in common, and what tells them apart. The set is closed. */
export type LikenessFact =
  | 'otherKind'
  | 'noName'
  | 'sameName'
  | 'similarName'
  | 'otherName'
  | 'sharedEmail'
  | 'otherEmails'
  | 'noEmail'
  | 'sharedPhone'
  | 'otherPhones'
  | 'noPhone'
  | 'sameTitle'
  | 'otherTitle'
  | 'noTitle'
  | 'sameTime'
  | 'otherTime';

export const likenessSentences = {
  otherKind: 'one is a person and the other a company',
  noName: 'one of them has no name',
  sameName: 'the same name',
  similarName: 'a similar name',
  otherName: 'another name',
  sharedEmail: 'the same e-mail address',
  otherEmails: 'other e-mail addresses',
  noEmail: 'one of them has no e-mail address',
  sharedPhone: 'the same phone number',
  otherPhones: 'other phone numbers',
  noPhone: 'one of them has no phone number',
  sameTitle: 'the same title',
  otherTitle: 'another title',
  noTitle: 'one of them has no title',
  sameTime: 'the same time, and the same dates where it repeats',
  otherTime: 'another time, or other dates where it repeats',
} as const satisfies Record<LikenessFact, string>;

/** What matching says of a candidate. The set is closed. */
export type Verdict = 'exact' | 'similar' | 'taken' | 'different';

export const verdictSentences = {
  exact: 'Looks exactly like it, and would be linked if {nobody} else did.',
  similar: 'May be the same; that is for a person to say.',
  taken: 'Looks like it, but is linked with another {card}.',
  different: 'Taken for {somebody} else.',
} as const satisfies Record<Verdict, string>;
