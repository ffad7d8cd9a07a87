/** By which everything that anybody wrote is known wherever it turns up: no other text of a story looks like it. */
const tags = /[ML]~\d+~/giu;

export const tagOf = (text: string): string | undefined => tagsIn(text)[0];

export const tagsIn = (text: string): readonly string[] => [...text.matchAll(tags)].map(([tag]) => tag.toUpperCase());
