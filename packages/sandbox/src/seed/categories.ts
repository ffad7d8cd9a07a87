import type { OutlookContactInput } from '../microsoft/mailbox/contact-fields.ts';
import { createDraw } from './draw.ts';

/** What some of the people bear in Outlook besides what their cards say. */
const categories = ['Court', 'Holiday cards'] as const;

/**
 * The cards, some of them with categories, most without. Draws from nothing but its own seed, so whatever else is made of
 * the same people stays as it was.
 */
export function withCategories(cards: readonly OutlookContactInput[], seed: number): readonly OutlookContactInput[] {
  const draw = createDraw(seed * 41 + 13);
  return cards.map((card) => {
    const more = categories.filter(() => draw.chance(0.08));
    return more.length === 0 ? card : { ...card, categories: [...(card.categories ?? []), ...more] };
  });
}
