/** What must hold in every story, by the numbers of the reliability reference. I23 is about times, which contacts do not have. */
export const invariants = {
  I1: 'After healing, whoever is on both sides says the same there, and everybody is where they belong',
  I2: 'At rest nothing more is written',
  I3: 'No edit is lost but to a later one, or to one that the policy prefers',
  I4: 'Edits of different details of one person both survive',
  I5: 'Nobody is there twice by our hand',
  I6: 'Nobody is made twice in one life',
  I7: 'Who was deleted does not come back by our hand',
  I8: 'Nothing is deleted but what somebody deleted on the other side, and what the policy carries on',
  I9: 'No more than the brake allows is deleted or overwritten in a day without a word',
  I10: 'What Concord has no field for stays as it is',
  I11: 'A value is taken away only where somebody who saw it took it away, or where it lost by the policy',
  I12: 'What a cloud has told arrives without waiting for the night',
  I13: 'Two workers never write by turns for one sync',
  I14: 'Nobody’s token or values serve another firm or another member',
  I15: 'Effort is bounded: quiet rounds, waits that were asked for, one message a notice, no hot retries',
  I16: 'What a cloud refuses is listed, and holds nobody else up',
  I17: 'A lost grant pauses, is not used, and after it is given again everything catches up',
  I18: 'The order of notices does not change the end',
  I19: 'Mirrored sides and policy give the mirrored answer',
  I20: 'A plan that was carried out leaves nothing to plan',
  I21: 'Two different people are never taken for one',
  I22: 'What a provider was given it gives back',
  I24: 'Every write is in the activity, and the activity tells of nothing else',
  I25: 'A disconnected account is left alone, and reconnecting doubles nobody',
} as const satisfies Readonly<Record<string, string>>;

export type Invariant = keyof typeof invariants;

export type Violation = { readonly invariant: Invariant; readonly says: string };

export type Verdict = {
  readonly violations: readonly Violation[];
  /** How often each was really put to the test; 0: it was not tried. Of I18, I19, I20 and I22 whoever plays keeps count. */
  readonly tested: Readonly<Record<Invariant, number>>;
  /** Hours from the end of all trouble to the last write. */
  readonly rounds: number;
};
