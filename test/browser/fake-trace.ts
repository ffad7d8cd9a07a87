import type { MailRule, MailSource, MailTraceView } from '@concord/core';
import { robin } from './fake-connections.ts';
import { ada } from './fake-engagements.ts';

type Step = MailTraceView['steps'][number];

const passes: readonly (readonly [MailRule, string])[] = [
  ['draft', 'It is no draft: it lies in “Inbox”.'],
  ['junk', 'The mailbox does not hold it for junk.'],
  ['deleted', 'It was not deleted.'],
  ['chat', 'It is mail, not a chat message.'],
  ['sensitive', 'Its sender did not mark it as personal, private or confidential.'],
  ['labelled', 'None of its labels, and not its folder, is among those that your firm leaves out.'],
  ['nobody', 'It names at least one address.'],
  ['internal', 'It also names somebody who is not of your firm.'],
  ['excludedDomain', 'No contact in it is left out because of a domain alone.'],
];
const passed: readonly Step[] = passes.map(([rule, sentence]) => ({ rule, sentence, answers: false }));
const toRobin = { address: robin, as: 'to', sentence: 'Your own address.' } as const;

const kept: MailTraceView = {
  messageId: 'lease-1@lovelace.example',
  subject: 'Re: Lease of the engine house',
  keeps: true,
  rule: 'kept',
  sentence: `It is kept: ${ada.address} belongs to ${ada.name}.`,
  places: ['Inbox'],
  from: `${ada.name} <${ada.address}>`,
  addresses: [{ address: ada.address, as: 'from', sentence: `Belongs to ${ada.name}.`, contact: ada.id }, toRobin],
  engagement: 'e1',
  steps: [
    ...passed,
    { rule: 'noContact', sentence: `It names a contact: ${ada.address} belongs to ${ada.name}.`, answers: false },
    { rule: 'copyOnly', sentence: `A contact in it counts: ${ada.address} belongs to ${ada.name}.`, answers: false },
    { rule: 'kept', sentence: `It is kept: ${ada.address} belongs to ${ada.name}.`, answers: true },
  ],
};

const stranger = 'ada.private@home.example';
const leftOut: MailTraceView = {
  messageId: 'roof-7@home.example',
  subject: '\u202e<img src=x onerror="document.title=1"> The roof again',
  keeps: false,
  rule: 'noContact',
  sentence: `It is left out: no contact has any of its addresses, such as ${stranger}.`,
  change: `Adding ${stranger} to a contact in Clio, as its address or as another one; then a back-sync of that day.`,
  places: ['Inbox', 'Clients'],
  from: stranger,
  addresses: [{ address: stranger, as: 'from', sentence: 'No contact has this address.' }, toRobin],
  steps: [
    ...passed,
    {
      rule: 'noContact',
      sentence: `It is left out: no contact has any of its addresses, such as ${stranger}.`,
      answers: true,
    },
  ],
};

/** An engagement is kept; of what was pasted, whatever speaks of Ada's own address is. */
export const traceOf = (about: MailSource): MailTraceView =>
  'engagement' in about || about.source.includes(ada.address) ? kept : leftOut;
