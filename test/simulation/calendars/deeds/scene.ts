import type { SideName } from '@concord/core';
import type { Chance } from '../../chance.ts';
import type { Chronicle, Deed } from '../chronicle.ts';
import type { CalendarHands } from '../clouds/hands.ts';
import type { Pair } from '../pairs.ts';
import type { Shown } from '../shown.ts';
import { dateOf, drawWhen, type TextName, type Texts, type Typed } from '../typed.ts';

/** One person in front of two calendars, with something to do. */
export type Scene = {
  readonly pair: Pair;
  readonly chance: Chance;
  readonly chronicle: Chronicle;
  readonly now: () => number;
  /** A number that no value and no event of the story has yet. */
  readonly fresh: () => number;
};

export const sides = ['left', 'right'] as const satisfies readonly SideName[];

/** What they did, in words; undefined when there was no occasion. */
export type Doing = (scene: Scene) => string | undefined;

export function note({ pair, chronicle }: Scene, side: SideName, deed: Omit<Deed, 'kind' | 'pair' | 'side'>): void {
  chronicle.note({ kind: 'deed', pair: pair.index, side, ...deed });
}

const words: Readonly<Record<TextName, readonly string[]>> = {
  title: ['Hearing', 'Call with client', 'Déposition', 'Mediation & lunch', 'Zoë’s review'],
  location: ['Court', 'Room', 'Café Zürich', 'Office'],
  description: ['Bring the file', 'Line one\nline two', 'Ask about <costs> & terms', 'Notes'],
};

/** A text that says whose it is, and has never been typed before. */
export function freshText({ chance, fresh }: Scene, tag: string, field: TextName): string {
  return `${tag} ${chance.pick(words[field]) ?? field} x${fresh()}`;
}

export function draft(scene: Scene, tag: string, isHome: boolean, near = dateOf(scene.now())): Typed {
  const { chance, fresh } = scene;
  const texts: Texts = {
    title: freshText(scene, tag, 'title'),
    location: chance.hits(0.5) ? freshText(scene, tag, 'location') : '',
    description: chance.hits(0.5) ? freshText(scene, tag, 'description') : '',
  };
  return { ...texts, when: drawWhen(chance, fresh(), near, isHome) };
}

export const newTag = ({ fresh }: Pick<Scene, 'fresh'>): string => `E${fresh()}`;

export const handsOn = ({ pair }: Scene, side: SideName): CalendarHands => pair.hands[side];

/** One that is theirs to change, and that they can tell from others. */
export function pickOwn(
  scene: Scene,
  side: SideName,
  fits: (shown: Shown) => boolean = () => true,
): (Shown & { readonly tag: string }) | undefined {
  const all = handsOn(scene, side)
    .list()
    .filter((one): one is Shown & { readonly tag: string } => one.tag !== undefined && fits(one));
  return scene.chance.pick(all);
}

export const isOurs = ({ hands }: Shown): boolean => hands === 'ours';
