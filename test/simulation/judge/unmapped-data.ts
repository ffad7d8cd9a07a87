import { spoiltExtras } from '../people/extras.ts';
import type { CreateCheck } from './check.ts';

/** I10. Whatever of a card Concord has no field for is the same after Concord wrote it. */
export const unmappedData: CreateCheck = ({ picture, tried, accuse }) => ({
  sees: {
    change: ({ book, before, after, by }) => {
      if (by === 'person' || before === undefined || after === undefined) return;
      if (Object.keys(before.extras).length === 0) return;
      tried();
      for (const name of spoiltExtras(before, after))
        accuse(
          `${picture.ownerOf(before)} in ${book}: ${name} "${before.extras[name]}" became "${after.extras[name] ?? ''}"`,
        );
    },
  },
});
