import type { MailSettings } from '@concord/core';

/** What each of the firm's decisions is called, and what it changes. */
export const settingTexts = {
  copiesCount: {
    label: 'Copies count',
    description:
      'A contact who only gets a copy (Cc) has the message on their timeline as well. Otherwise only who writes and who is written to.',
  },
  ownDomains: {
    label: 'Your firm’s own domains',
    description:
      'Whoever writes from there is a colleague and no contact; mail between colleagues alone is left out. Subdomains count with them.',
  },
  excludedDomains: {
    label: 'Excluded domains',
    description:
      'Nobody there counts as a contact: a bank, a newsletter, a court’s notices. Subdomains count with them.',
  },
  excludedLabels: {
    label: 'Labels, categories and folders that your firm leaves out',
    description:
      'Whoever gives a message one of these in their mailbox keeps it out. Small and capital letters are the same.',
  },
  keepPreview: {
    label: 'Keep a few lines of the text',
    description: 'At most 255 characters beside the subject. Without it, only subject, people and time are kept.',
  },
  retentionDays: {
    label: 'Forget engagements',
    description:
      'So long after the message was sent, its engagement goes for good. The mailbox and what was filed in Clio stay.',
  },
  fillNewContacts: {
    label: 'Look back for new contacts',
    description:
      'When somebody becomes a contact, the last 30 days of every mailbox are looked through for their mail. Otherwise it begins with the next message.',
  },
} as const satisfies Record<keyof MailSettings, { readonly label: string; readonly description: string }>;
