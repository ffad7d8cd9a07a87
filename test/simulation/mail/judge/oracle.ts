import type { CopyPlace, Party } from '../record.ts';

/** One message in one mailbox at one moment, under the settings of that moment. */
export type Question = {
  readonly parties: readonly Party[];
  readonly place: CopyPlace;
  readonly labels: readonly string[];
  readonly isPrivate: boolean;
  readonly copiesCount: boolean;
  readonly excludedDomains: readonly string[];
  readonly excludedLabels: readonly string[];
  /** Whether an address, by its key, is of the firm's own people. */
  readonly isInternal: (key: string) => boolean;
  /** Contacts by the key of an address. */
  readonly contactsAt: (key: string) => readonly string[];
};

/** On whose timelines it belongs, as the issue has the rules: nobody's when it is to be left out. Shares nothing with Concord's rules. */
export function belongsTo(question: Question): ReadonlySet<string> {
  const { parties, place, labels, isPrivate, copiesCount, excludedDomains, excludedLabels } = question;
  if (!['inbox', 'sent', 'other'].includes(place) || isPrivate) return nobody;
  const unwanted = excludedLabels.map((label) => label.toLowerCase());
  if (labels.some((label) => unwanted.includes(label.toLowerCase()))) return nobody;
  const contacts = new Set<string>();
  for (const { as, address } of parties) {
    const key = keyOf(address);
    const isCopy = as === 'cc' || as === 'bcc';
    if (question.isInternal(key) || isAt(key, excludedDomains) || (isCopy && !copiesCount)) continue;
    for (const contact of question.contactsAt(key)) contacts.add(contact);
  }
  return contacts;
}

const nobody: ReadonlySet<string> = new Set();

/** One mailbox, however it is spelled: without regard to case, and without what stands behind a plus. */
export function keyOf(address: string): string {
  const [local = '', domain = ''] = address.trim().toLowerCase().split('@');
  return `${local.split('+')[0]}@${domain}`;
}

export const isAt = (key: string, domains: readonly string[]): boolean =>
  domains.some((domain) => key.endsWith(`@${domain}`) || key.endsWith(`.${domain}`));
