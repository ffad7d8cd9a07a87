/** Why a sync knows nobody of what was asked for. The set is closed. `{left}` and `{right}` are the sides' names. */
export type AbsenceCode =
  | 'noSync'
  | 'draft'
  | 'scanning'
  | 'inPlan'
  | 'recovering'
  | 'stopped'
  | 'paused'
  | 'oneWord'
  | 'restricted'
  | 'neverShown';

export const absenceSentences = {
  noSync: {
    says: 'Nothing is kept in step yet, so nobody is known.',
    changes: 'Setting up a sync.',
  },
  draft: {
    says: 'This sync has not looked at either side yet.',
    changes: 'Pressing Sync for a preview.',
  },
  scanning: {
    says: 'Both sides are being read for the preview; what was read so far cannot be asked about yet.',
    changes: 'Asking again when the preview is ready.',
  },
  inPlan: {
    says: 'It stands in the preview or in the last complete look, and nothing was written for it.',
    changes: 'What its reason says.',
  },
  recovering: {
    says: 'It was being added, and the answer never came. Concord is finding out what became of it.',
    changes: 'Nothing: it happens by itself within a few minutes.',
  },
  stopped: {
    says: 'This sync is stopped, and knew {nobody} of this when it ran.',
    changes: 'Starting it again.',
  },
  paused: {
    says: 'This sync is paused, and knew {nobody} of this when it last looked.',
    changes: 'Ending the pause: the page of this sync says how.',
  },
  oneWord: {
    says: 'No first name and no company begins with this word. People are not found by their last name alone.',
    changes: 'Asking with first and last name, or with an e-mail address.',
  },
  restricted: {
    says: 'Neither side has shown it, and your account may not see all {many} in {left}.',
    changes: 'An administrator of your firm sets your contacts visibility to All.',
  },
  neverShown: {
    says: 'Neither {left} nor {right} has shown it in what this sync covers, up to the last look.',
    changes:
      'Spelling it as the {card} does; moving the {card} into the synced {folder} of {right}; or a new look at both sides.',
  },
} as const satisfies Record<AbsenceCode, { readonly says: string; readonly changes: string }>;
