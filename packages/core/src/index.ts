export * from './brake.ts';
export * from './calendar-views.ts';
export * from './commit.ts';
export * from './contacts/contact.ts';
export * from './contacts/contact-type.ts';
export * from './contacts/fields.ts';
export * from './contacts/keys.ts';
export * from './csv.ts';
export * from './decide.ts';
export * from './decision.ts';
export * from './edits.ts';
export * from './errors.ts';

// Events
export { canonicalRule, type SeriesStart } from './events/canonical-rule.ts';
export * from './events/event.ts';
export * from './events/event-type.ts';
export * from './events/fields.ts';
export {
  type Extent,
  firstAndLast,
  inWindow,
  type Occurrence,
  occurrences,
} from './events/occurrences.ts';
export { type Frequency, formatRule, parseRule, type Rule, type RuleDay, weekdayCodes } from './events/rule.ts';
export { type Reader, sayWhen } from './events/say-when.ts';
export { exceptionElement, exceptionOf, type SlotException, takingPlace } from './events/slots.ts';
export { instantAt, instantText } from './events/wall-time.ts';
export {
  formatWhen,
  instantOf,
  parseWhen,
  type When,
  type WhenParts,
  wallTextOf,
  whenFrom,
} from './events/when.ts';
export { rfcRule, toZone, whenKey } from './events/when-key.ts';
export { isZone, offsetAt } from './events/zone-offsets.ts';
export { ianaOf, sameZone, windowsOf } from './events/zones.ts';

export * from './forest.ts';
export * from './history-entry.ts';
export * from './history-views.ts';
export * from './item-words.ts';
export * from './items.ts';
export * from './left-alone.ts';
export * from './life/connection-life.ts';
export * from './life/life.ts';
export * from './life/lost-causes.ts';
export * from './life/sync-life.ts';
export { domainKey, domainOf, isWithin, mailKey } from './mail/address-key.ts';
export { judge } from './mail/judge.ts';
export * from './mail/message.ts';
export { keptSentence, leavingSentences } from './mail/rule-sentences.ts';
export { takenSentences } from './mail/say-address.ts';
export * from './mail/settings.ts';
export { type MailTrace, mostTracedAddresses, traceMail } from './mail/trace.ts';
export * from './mail/verdict.ts';
export * from './mail/views.ts';
export * from './mapping.ts';
export * from './match.ts';
export * from './merge.ts';
export * from './not-fitting.ts';
export * from './past.ts';
export * from './policy.ts';
export * from './ports/clock.ts';
export * from './ports/communications.ts';
export * from './ports/http.ts';
export * from './ports/mailbox.ts';
export * from './ports/mailer.ts';
export * from './ports/matters.ts';
export * from './ports/provider.ts';
export * from './ports/queue.ts';
export * from './ports/table.ts';
export * from './ports/vault.ts';
export * from './reasons.ts';
export * from './restrict.ts';
export * from './retry-after.ts';
export { orderedRules } from './rules/index.ts';

export { isLeftOutByHand, restsByChoice } from './rules/not-chosen.ts';
export type { RuleName } from './rules/rule.ts';

export * from './situation.ts';
export * from './spelling.ts';
export * from './steps-back.ts';
export * from './undo.ts';
export * from './views.ts';
export * from './watches/clio-values.ts';
export * from './watches/decide-field.ts';
export * from './watches/fields.ts';
export * from './watches/list-watches.ts';
export * from './watches/policy.ts';
export * from './watches/refresh-watch.ts';
export * from './watches/settle-watch.ts';
export * from './watches/views.ts';
export * from './watches/watch.ts';
export * from './watches/watch-csv.ts';
export * from './why/index.ts';
export * from './write-source.ts';
