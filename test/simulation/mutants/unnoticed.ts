import type { Mutant } from './mutant.ts';
import { clio, core, microsoft, sync } from './places.ts';

/** Another rule stands behind the broken one, and the stories do not come past both. */
const guarded = [
  {
    // What is older than known is read by id before it counts, and a write is conditional: 23 of 5,000 stories come
    // here, none to harm.
    name: 'oldest-row-of-a-page-counts',
    breaks: 'Of several states of one item on a page, the newest by the provider’s clock counts.',
    invariant: 'I3',
    file: `${microsoft}/rows.ts`,
    find: 'const latest = Math.max(',
    replace: 'const latest = Math.min(',
  },
  {
    // Whoever has lost the lease is stopped at the next look at it: 16 of 5,000 stories come to a put that is
    // refused.
    name: 'mapping-saved-unconditionally',
    breaks: 'Commits are single conditional puts: a worker that comes late does not write over a newer mapping.',
    invariant: 'I13',
    file: `${sync}/mappings.ts`,
    find: "return await ports.table.put(row, stored ? { kind: 'rev', rev: stored.rev } : { kind: 'absent' });",
    replace: 'return await ports.table.put(row);',
  },
  {
    // Two workers want one company at one time in 6 of 5,000 stories, and then find it by its name.
    name: 'claim-of-another-overlooked',
    breaks: 'Who makes a company first is decided for the whole firm: while one worker is at it, another waits.',
    invariant: 'I5',
    file: `${sync}/claims.ts`,
    find: "else if (known?.until !== undefined && known.until > now && known.holder !== holder) answer = { kind: 'busy' };",
    replace: '',
  },
  {
    // Whoever finds no claim looks for the company by its name before making it. Survived 3,900 seeds.
    name: 'company-bound-to-nobody',
    breaks: 'A firm agrees on one company of a name: a claim, once bound, stays bound.',
    invariant: 'I5',
    file: `${sync}/claims.ts`,
    find: "if (known?.id !== undefined && !isOver) answer = { kind: 'bound', id: known.id };",
    replace:
      "if (known?.id !== undefined && !isOver && kind === byProductClaim) answer = { kind: 'bound', id: known.id };",
  },
  {
    // To merge it as an edit of both sides ends the same, but where a list is full. Survived 2,900 seeds.
    name: 'given-is-an-edit',
    breaks: 'A side that shows just what it was to be given was not edited: a crash came before the commit.',
    invariant: 'I3',
    file: `${core}/merge-list.ts`,
    find: 'if (states.base === undefined || !merge.edited.left || !merge.edited.right) return merge;',
    replace: 'return merge;',
  },
  {
    // A delete is for one version only: Graph is told which, and Clio’s is compared right before. Survived 2,300
    // seeds.
    name: 'deleted-without-a-look',
    breaks: 'What is to be deleted is looked at right before.',
    invariant: 'I8',
    file: `${core}/rules/gone-on.ts`,
    find: `  if (sights[kept]?.direct !== true)
    return { kind: 'look', effect: 'waiting', look: [kept], reasons: [{ code: 'unconfirmed' }] };
`,
    replace: '',
  },
  {
    // What rang is a row of its own, which whoever comes next answers, at the latest the poll of the hour. Survived
    // 1,200 seeds.
    name: 'ring-lost-while-busy',
    breaks: 'A worker that finds the account held marks it dirty, and the holder looks again.',
    invariant: 'I12',
    file: `${sync}/lease.ts`,
    find: 'return reason === before ? undefined : body({ ...known, rungBy: { ...rungBy, [account.sync]: reason } });',
    replace: 'return undefined;',
  },
] as const satisfies readonly Mutant[];

/** What would have to happen does not happen in the stories, or so seldom that 5,000 are too few. */
const notBrought = [
  {
    // The look-alike hides only Concord’s own edits of rows; people’s always move the etag.
    name: 'version-is-the-etag-alone',
    breaks: 'Equal versions mean an unchanged item, also where an edit of nested rows leaves the etag as it was.',
    invariant: 'I1',
    file: `${clio}/version.ts`,
    find: 'return versionFrom(etag, [type, name, texts, company, rows]);',
    replace: 'return versionFrom(etag, [type, name, texts, company]);',
  },
  {
    // A request takes effect at once or never, so that only a stale list can hide what a lost create made. Survived 2,900 seeds.
    name: 'recovery-at-once',
    breaks: 'Recovery starts after lease, request timeout and read lag.',
    invariant: 'I5',
    file: `${sync}/intents.ts`,
    find: 'return at + leaseMs + requestTimeoutMs + readLagMs;',
    replace: 'return at;',
  },
  {
    // Somebody must edit the very card whose writer died, before it is recovered: noticed once, at seed 4,155.
    name: 'any-new-version-is-ours',
    breaks: 'After a crash another version alone may be somebody else’s: what was planned must be there as well.',
    invariant: 'I24',
    file: `${sync}/recover.ts`,
    find: 'return showsSomeOf(type, before, restrict(after, collections[side].profile.capabilities), found.item);',
    replace: 'return before !== after;',
  },
  {
    // Nobody has two exact likenesses in one book: none of 5,000 stories comes here.
    name: 'first-of-several-linked',
    breaks: 'Several candidates are held for a person.',
    invariant: 'I21',
    file: `${core}/match.ts`,
    find: 'if (only && same.length === 1)',
    replace: 'if (only)',
  },
  {
    // Nobody is typed in twice in one book with the same details. Survived 1,500 seeds.
    name: 'linked-ones-linked-again',
    breaks: 'Who has a living partner is not linked with another.',
    invariant: 'I5',
    file: `${sync}/matching.ts`,
    find: '(mapping[side] !== undefined && goneSideOf(mapping) !== side);',
    replace: "mapping.state === 'deleted';",
  },
  {
    // A night’s pass, and not a notice, must find who came back: 3 of 5,000 stories.
    name: 'released-ones-not-known-again',
    breaks: 'Released mappings are matched too: who comes back on the right gets the old partner.',
    invariant: 'I5',
    file: `${sync}/plan-step.ts`,
    find: "stored.filter(({ mapping }) => mapping.state !== 'deleted')",
    replace: "stored.filter(({ mapping }) => mapping.state !== 'deleted' && mapping.state !== 'released')",
  },
  {
    // Whoever got another name must then be typed in under it in the other book. Survived 1,300 seeds.
    name: 'keys-do-not-follow-names',
    breaks: 'The key index follows what both sides show.',
    invariant: 'I5',
    file: `${sync}/mappings.ts`,
    find: 'const keys = keysOf(type, after).filter((key) => !known.has(key));',
    replace: 'const keys = before ? [] : keysOf(type, after).filter((key) => !known.has(key));',
  },
  {
    // Somebody must clear the company in Outlook, which people of the stories seldom do: 5 of 5,000 stories.
    name: 'company-cleared',
    breaks: 'Clearing a company is not held by Clio: it stays there, and nobody asks for it again and again.',
    invariant: 'I2',
    file: `${core}/merge.ts`,
    find: "return value === '' && capability.clearable === false ? current : fit(side, value);",
    replace: 'return fit(side, value);',
  },
  {
    // The card must be edited between “delete” and its minute: 11 of 5,000 stories.
    name: 'word-holds-for-ever',
    breaks: 'A person’s “delete” holds for what it was said about: what was changed since is asked about again.',
    invariant: 'I3',
    file: `${core}/rules/gone-on.ts`,
    find: "return mapping.answer === 'delete' && !there.news ? 'propagate' : 'ask';",
    replace: "return mapping.answer === 'delete' ? 'propagate' : 'ask';",
  },
  {
    // Everybody in the stories sees all of Clio.
    name: 'restricted-404-is-deletion',
    breaks: 'A restricted Clio user’s 404 proves nothing.',
    invariant: 'I8',
    file: `${clio}/reading.ts`,
    find: 'return context.seesEverything ?',
    replace: 'return true ?',
  },
  {
    // A cloud of the stories refuses a value half of the time at most: trying again helps in the end.
    name: 'poison-blocks-its-batch',
    breaks: 'A poison item is parked with its reason, and delays nobody else.',
    invariant: 'I16',
    file: `${clio}/outcomes.ts`,
    find: "return { kind: 'refused', code, detail: withoutItem(message, item) };",
    replace: "return { kind: 'notDone', code: withoutItem(message, item) === '' ? 'unavailable' : code };",
  },
] as const satisfies readonly Mutant[];

/** It happens often, and the judge has nothing against it. */
const notJudged = [
  {
    // With a row goes what belonged to it: the judge cannot tell whether the row had to go. 608 of 5,000 stories come
    // here.
    name: 'corrected-row-made-anew',
    breaks: 'One removed and one added in one slot is an edit in place: it keeps Clio’s row and flag.',
    invariant: 'I10',
    file: `${core}/pair-lists.ts`,
    find: 'return pairLoneSlots(found, known);',
    replace: 'return found;',
  },
  {
    // A company that nobody typed in carries no mark by which the judge would know it. Happens in every other story.
    name: 'by-product-sent',
    breaks: 'A company that Concord made along the way is not sent until it says more.',
    invariant: 'I6',
    file: `${core}/rules/by-product.ts`,
    find: "if (mapping.state !== 'withdrawn' || isTakenBack(mapping)) return undefined;",
    replace: 'return undefined;',
  },
  {
    // A batch that is under way when somebody presses Stop may end, and no worker goes on for much longer than that.
    name: 'stopped-worker-goes-on',
    breaks: 'Stop ends the lease: nothing is written any more from then on.',
    invariant: 'I25',
    file: `${sync}/ask-start-stop.ts`,
    find: 'await endLease(ports, firm, right.connection);',
    replace: '',
  },
  {
    // People grant again, and everything catches up: nobody counts how often they are asked to.
    name: '401-is-a-lost-grant',
    breaks: 'A 401 is answered by refreshing the token once.',
    invariant: 'I17',
    file: `${sync}/work.ts`,
    find: 'for (const side of refusedSides(slice, error)) slice.connections[side].invalidate();',
    replace: "for (const side of refusedSides(slice, error)) await slice.connections[side].lose('grantLost');",
  },
  {
    // A refused write changes nothing, and is tried again when somebody looks anew only: every night.
    name: 'parked-is-tried-for-ever',
    breaks: 'A refused write is left alone until its source changes.',
    invariant: 'I2',
    file: `${core}/rules/create.ts`,
    find: 'if (parked?.side === side && parked.source === itemSource(item))',
    replace: "if (parked?.side === side && parked.source === '')",
  },
] as const satisfies readonly Mutant[];

/**
 * Planted bugs that the stories do not notice, each with the reason: played only when named. Whoever makes the stories or the
 * judge notice one moves it to the others. The numbers are of seeds 1 to 5,000, counted where the bug would make a difference.
 */
export const unnoticed: readonly Mutant[] = [...guarded, ...notBrought, ...notJudged];
