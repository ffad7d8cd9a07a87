import { type CreateCheck, isBlind } from './check.ts';

/** I6. Concord makes somebody in a book at most once, and once more each time that they are gone from there. */
export const creates: CreateCheck = ({ story, picture, tried, accuse }) => {
  const blind = isBlind(story);
  const allowance = new Map<string, number>();
  const left = (key: string): number => allowance.get(key) ?? 1;
  return {
    sees: {
      change: ({ book, before, after, by }) => {
        const former = before && picture.ownerOf(before);
        const owner = after && picture.ownerOf(after);
        if (former === owner) return;
        if (former !== undefined) allowance.set(`${book} ${former}`, left(`${book} ${former}`) + 1);
        if (before !== undefined || after === undefined || by === 'person') return;
        if (blind && after.tags.length === 0) return;
        tried();
        const key = `${book} ${owner}`;
        allowance.set(key, left(key) - 1);
        if (left(key) < 0) accuse(`${owner} is made in ${book} twice in one life`);
      },
    },
  };
};
