import type { ErrorCode } from '../errors.ts';

/** Why a connection stopped working, as exactly as its provider says. The set is closed; each has a sentence for people. */
export type LostCause =
  | 'revoked'
  | 'expired'
  | 'passwordChanged'
  | 'secondFactor'
  | 'blockedByPolicy'
  | 'signInAgain'
  | 'consentRemoved'
  | 'scopeMissing'
  | 'adminNeeded'
  | 'forbidden'
  | 'deauthorized';

type Cause = {
  /** Continues "Microsoft 365 ...". */
  readonly says: string;
  readonly event: 'grantDied' | 'consentGone' | 'adminWanted';
};

const lost = { event: 'grantDied' } as const;
const needsConsent = { event: 'consentGone' } as const;
const needsAdmin = { event: 'adminWanted' } as const;

export const lostCauses = {
  revoked: { ...lost, says: 'no longer accepts the permission that you gave.' },
  expired: { ...lost, says: 'let the permission run out, because it had not been used for a long time.' },
  passwordChanged: {
    ...lost,
    says: 'ended the permission, as it does after a password was changed or reset.',
  },
  secondFactor: { ...lost, says: 'asks for a second proof that it is you.' },
  blockedByPolicy: { ...lost, says: 'says that a policy of your organization blocks this sign-in.' },
  signInAgain: { ...lost, says: 'wants you to sign in again, as your organization demands from time to time.' },
  consentRemoved: { ...needsConsent, says: 'wants you to give your permission again.' },
  scopeMissing: { ...needsConsent, says: 'did not give Concord all the permissions that syncing needs.' },
  adminNeeded: { ...needsAdmin, says: 'wants an administrator of your organization to approve Concord first.' },
  forbidden: { ...lost, says: 'does not let this account use what syncing needs.' },
  deauthorized: { ...lost, says: 'says that Concord was removed from the apps of this account.' },
} as const satisfies Record<LostCause, Cause>;

const causeOfCode: Readonly<Partial<Record<ErrorCode, LostCause>>> = {
  grantLost: 'revoked',
  consentNeeded: 'consentRemoved',
  interactionNeeded: 'secondFactor',
  adminNeeded: 'adminNeeded',
  forbidden: 'forbidden',
};

/** What to say of a failure that only a person can mend: its own cause when the provider was exact, else its code's. Undefined for others. */
export function lostCauseOf(error: {
  readonly code: ErrorCode;
  readonly lostCause?: LostCause | undefined;
}): LostCause | undefined {
  const general = causeOfCode[error.code];
  return general === undefined ? undefined : (error.lostCause ?? general);
}
