import { dateOf, sayWhen, type Typed } from '../typed.ts';
import { type Doing, draft, handsOn, newTag, note, type Scene, sides } from './scene.ts';

const dayMs = 86_400_000;

/** In one calendar, some of them private from the beginning. */
export const born =
  (side: 'left' | 'right'): Doing =>
  (scene) => {
    const tag = newTag(scene);
    return typeAnew(scene, side, tag, draft(scene, tag, side === 'left'));
  };

export function typeAnew(scene: Scene, side: 'left' | 'right', tag: string, typed: Typed): string {
  const hands = handsOn(scene, side);
  const isPrivate = side === 'right' && scene.chance.hits(0.15);
  hands.add(typed, isPrivate);
  noteBirth(scene, side, tag, typed, isPrivate);
  return `${tag} is typed in ${side}: ${sayWhen(typed.when)}${isPrivate ? ', private' : ''}`;
}

export function noteBirth(scene: Scene, side: 'left' | 'right', tag: string, typed: Typed, isPrivate = false): void {
  const { title, location, description, when } = typed;
  note(scene, side, { what: 'born', tag, after: [title, location, description].join('\n'), isPrivate });
  note(scene, side, { what: 'edited', tag, field: 'when', after: sayWhen(when), isPrivate });
}

/** The very same event, typed by two people before they looked at each other’s calendar. */
export const bornTwice: Doing = (scene) => {
  const tag = newTag(scene);
  const typed = draft(scene, tag, true);
  for (const side of sides) {
    handsOn(scene, side).add(typed);
    noteBirth(scene, side, tag, typed);
  }
  return `${tag} is typed on both sides: ${sayWhen(typed.when)}`;
};

/** About to leave the span of time that is kept in step, or not in it yet. */
export const bornAtTheEdge: Doing = (scene) => {
  const { chance, now } = scene;
  const tag = newTag(scene);
  const side = chance.oneOf(...sides);
  const near = chance.hits(0.5)
    ? dateOf(now() - (60 + chance.below(50)) * dayMs)
    : dateOf(now() + (700 + chance.below(120)) * dayMs);
  const typed = draft(scene, tag, side === 'left', near);
  const { rule: _, ...single } = typed.when;
  return typeAnew(scene, side, tag, chance.hits(0.7) ? { ...typed, when: single } : typed);
};

export const bornOfCourtRules: Doing = (scene) => {
  const hands = handsOn(scene, 'left');
  const tag = newTag(scene);
  const typed = draft(scene, tag, true);
  const { rule: _, ...single } = typed.when;
  if (hands.addCourtRule === undefined) return undefined;
  hands.addCourtRule({ ...typed, when: single });
  noteBirth(scene, 'left', tag, { ...typed, when: single });
  return `${tag} comes from court rules: ${sayWhen(single)}`;
};

/** Somebody else invites. */
export const received: Doing = (scene) => {
  const hands = handsOn(scene, 'right');
  const tag = newTag(scene);
  const typed = draft(scene, tag, true);
  if (hands.receive === undefined) return undefined;
  hands.receive(typed);
  noteBirth(scene, 'right', tag, typed);
  return `An invitation to ${tag} arrives: ${sayWhen(typed.when)}`;
};

/** Without a title, or called by nothing but where it is. */
export const bornUntitled: Doing = (scene) => {
  const tag = newTag(scene);
  const typed = draft(scene, tag, true);
  const where = `${tag} somewhere x${scene.fresh()}`;
  return typeAnew(scene, 'right', tag, { ...typed, title: '', location: where });
};
