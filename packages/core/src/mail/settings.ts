/** What a firm decided about its mail. The account owner changes it. */
export type MailSettings = {
  /** A contact who only gets a copy counts as well. */
  readonly copiesCount: boolean;
  /** Domains, lower case, with their subdomains: nobody there counts as a contact. */
  readonly excludedDomains: readonly string[];
  /** The firm's own domains, lower case, with their subdomains: who writes from there is no contact. */
  readonly ownDomains: readonly string[];
  /** Messages with one of these categories, labels or folders are left out; compared without regard to case. */
  readonly excludedLabels: readonly string[];
  /** Whether a few lines of the text are kept beside the subject. */
  readonly keepPreview: boolean;
  /** After so many days an engagement is forgotten; absent: never. */
  readonly retentionDays?: number;
  /** Look through the last 30 days of mail for contacts that are new. */
  readonly fillNewContacts: boolean;
};

export const defaultMailSettings: MailSettings = {
  copiesCount: true,
  excludedDomains: [],
  ownDomains: [],
  excludedLabels: ['No Concord'],
  keepPreview: true,
  fillNewContacts: false,
};
