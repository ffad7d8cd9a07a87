import { atRest } from './at-rest.ts';
import { bothGone } from './both-gone.ts';
import { byProduct } from './by-product.ts';
import { cannotHold } from './cannot-hold.ts';
import { createLeft, createRight } from './create.ts';
import { kindDiffers } from './kind-differs.ts';
import { leftGone } from './left-gone.ts';
import { lookAgain } from './look-again.ts';
import { matchHeld } from './match-held.ts';
import { mergeSides } from './merge-sides.ts';
import { nameless } from './nameless.ts';
import { noWayIn } from './no-way-in.ts';
import { notChosen } from './not-chosen.ts';
import { notVisible } from './not-visible.ts';
import { openIntent } from './open-intent.ts';
import { outOfScope } from './out-of-scope.ts';
import { released } from './released.ts';
import { rightGone } from './right-gone.ts';
import type { Rule } from './rule.ts';
import { waitsForPerson } from './waits-for-person.ts';
import { withdraw } from './withdraw.ts';

/** The order is documentation: the first rule that answers wins, and the last one answers always. */
export const orderedRules: readonly Rule[] = [
  openIntent,
  lookAgain,
  notVisible,
  atRest,
  bothGone,
  released,
  leftGone,
  rightGone,
  withdraw,
  notChosen,
  outOfScope,
  waitsForPerson,
  nameless,
  byProduct,
  matchHeld,
  noWayIn,
  cannotHold,
  createRight,
  createLeft,
  kindDiffers,
  mergeSides,
];
