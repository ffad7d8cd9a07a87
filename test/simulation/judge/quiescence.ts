import type { CreateCheck } from './check.ts';

/** I2. When all is said and done, round after round writes nothing to any cloud. */
export const quiescence: CreateCheck = ({ picture, tried, accuse }) => {
  let quiet = false;
  return {
    sees: {
      phase: ({ phase }) => {
        if (phase === 'quiet') quiet = true;
        if (phase === 'round') tried();
        if (phase === 'end') quiet = false;
      },
      change: ({ by, book, before, after }) => {
        const card = after ?? before;
        if (quiet && by !== 'person' && card) accuse(`${picture.ownerOf(card)} is written in ${book} in a quiet round`);
      },
      call: ({ writes, what }) => {
        if (quiet && writes) accuse(`${what} is sent in a quiet round`);
      },
    },
  };
};
