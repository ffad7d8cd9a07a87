import { awkwardnesses, type Setting } from '@concord/sandbox';
import type { Act } from './acts.ts';
import type { Chance } from './chance.ts';
import { awsHabits } from './stage/habits.ts';
import type { Story } from './story.ts';

/**
 * Habits that a story cannot have: they keep a value for good, let two writers overwrite each other, or have a clock of
 * their own; or Concord gives them no occasion, because it names itself, asks for the scope, searches only for what has
 * had the time to be found, writes no blanks at the ends, leaves the names of addresses alone, sends one write after the
 * other, empties no card and composes no name. Whose contacts are
 * whose secrets is not part of these stories, nobody chooses a part of their contacts in them, and nobody watches a matter. A password that is changed is a trouble of its own.
 */
const unfit = new RegExp(
  [
    'dropsField',
    // Calendars are no part of these stories.
    'calendar\\.',
    // Nor is mail.
    'mail\\.',
    '(?:ignoreIfMatch|slow|cutOff|loginCutOff)$',
    '(?:unsignedIdToken|refusesCrowd|refusesEmpty|freeFormNameWins)$',
    // Of what Concord reads right before it writes, and names whole, there is nothing left to refuse.
    '(?:needsSources|batchHalfDone|batchDeleteIgnoresMissing)$',
    // Documented otherwise: one takes the marker of a lost create off, the other forgets a name. Nobody could know that card again.
    '(?:losesClientData|oldNameGone)$',
    '(?:firewall|subscriptionNeedsRead|queryLag|stripsBlanks|ignoresEmailName)$',
    '(?:redacted|unknownRowNotFound|passwordChangeKeepsGrants)$',
    // Nor are communications, but for the question whether somebody is named in any.
    'communicationsForbidden$',
    '(?:categoriesUnseen|mattersTouchClients|formerClients|ignoresNewMemberships|practiceAreasMoved)$',
  ]
    .map((name) => `\\.${name}`)
    .join('|'),
  'u',
);

export const habitNames: readonly string[] = [...Object.keys(awkwardnesses), ...Object.keys(awsHabits)].filter(
  (name) => !unfit.test(name),
);

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** How much of it, where that is more than a matter of taste; in the habit's own unit. */
const amounts: readonly (readonly [RegExp, readonly number[]])[] = [
  // Recovery looks for what a lost create made twenty seconds later, and a delete is looked at twice within a minute: what
  // is there may not be hidden for longer than that.
  [/\.staleRead$/u, [5 * secondMs, 10 * secondMs, 15 * secondMs]],
  [/\.stale/u, [5 * secondMs, minuteMs, 5 * minuteMs]],
  [/Late$/u, [30 * secondMs, 10 * minuteMs, 180 * minuteMs]],
  [/\.trimsValues$/u, [40, 60]],
  // Days, and seconds: over before the quiet, when nobody is there who could sign in again.
  [/\.testingMode$/u, [0.02, 0.1]],
  [/\.timeLimited$/u, [600, 3_600]],
];

/** What gives a habit something to strike: such a habit strikes seldom unless it is likely and people do that. */
const occasions: readonly (readonly [RegExp, readonly Act[]])[] = [
  [/\.refusesValue$/u, ['newPoison']],
  [/^clio\.trimsValues$/u, ['textInMailbox']],
  [/^(?:microsoft|google)\.trimsValues$/u, ['textInClio']],
  [/\.(?:lowercasesEmails|losesBadAddress)$/u, ['newAddress']],
  [/\.removedAsChanged$/u, ['deleteInMailbox', 'clockJump']],
  [/\.(?:itemGone|softDeleteVisible|listsDefaultFolder)$/u, ['deleteInMailbox', 'clash', 'moveOut']],
  [/\.undeletesAnew$/u, ['deleteInMailbox', 'undelete']],
  [/\.renamesContact$/u, ['newAddress', 'touch']],
  [/\.refusesProfileValues$/u, ['touch', 'listInClio']],
  [/\.batch/u, ['emptyMailbox', 'deleteManyInClio', 'renameEmployers']],
  [/\.revokeLate$|\.tokenLimit$/u, ['disconnectMailbox', 'signInDemanded']],
  [/\.webhookGhost$|\.newGrantEndsOld$/u, ['disconnectClio']],
  [/\.subscriptionGhost$/u, ['disconnectMailbox', 'stop']],
  [/\.subscriptionDuplicate$/u, ['subscriberKilled', 'clockJump']],
  [/\.subscription[QR]/u, ['kill', 'subscriptionRemoved']],
  [/^clio\.deauthorization/u, ['clioAppRemoved']],
  [/^mailer\./u, ['passwordChanged']],
  [/\.(?:consentBlocked|grantRevoked|login)|shortTokens$/u, ['passwordChanged', 'clioRevoked']],
  [/^google\.(?:blockedByAdmin|nothingTicked|bareIssuer|sessionEnded)/u, ['signInDemanded', 'consentWithdrawn']],
  // A token is refreshed by the hour.
  [/\.(?:sessionEnded|grantRevoked)/u, ['clockJump']],
  [/^clio\.staleRead$/u, ['clash', 'touch']],
  [/\.emptyListing$|\.rowsLeftOut$|^google\.staleList$/u, ['expireCursor']],
];

/** A story has few tokens that are refreshed, few tombstones and few texts that are long; what strikes at these does so nearly always. */
const seldom =
  /\.(?:trimsValues|lowercasesEmails|newErrors|grantRevoked\..*|sessionEnded|subscription[DG].*|removedAsChanged)$/u;

const occasionsOf = (name: string): readonly Act[] =>
  occasions.flatMap(([which, own]) => (which.test(name) ? own : []));

export const occasionsFor = (habits: Story['habits']): readonly Act[] => habits.flatMap(([name]) => occasionsOf(name));

/** The seed itself names the first of them, so that each habit gets its share of stories. */
export const firstHabit = (seed: number): string => habitNames[seed % habitNames.length] ?? '';

/** `absent`: clouds that nobody of the story has anything in. */
export function drawHabits(chance: Chance, seed: number, absent: readonly string[]): Story['habits'] {
  const fit = habitNames.filter((name) => !absent.some((cloud) => name.startsWith(`${cloud}.`)));
  return Array.from({ length: chance.below(5) }, (_, place) => {
    const name = (place === 0 ? firstHabit(seed) : chance.pick(fit)) ?? '';
    return [name, drawSetting(chance, name)];
  });
}

function drawSetting(chance: Chance, name: string): Setting {
  const isLikely = occasionsOf(name).length > 0 && !name.endsWith('.refusesValue');
  const usual = isLikely ? chance.oneOf(0.2, 0.5, 0.9) : chance.oneOf(0.05, 0.2, 0.5);
  const rate = seldom.test(name) ? 0.9 : usual;
  const amount = chance.pick(amounts.find(([which]) => which.test(name))?.[1] ?? []);
  return amount === undefined ? { rate } : { rate, amount };
}
