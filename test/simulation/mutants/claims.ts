import type { Mutant } from './mutant.ts';
import { sync } from './places.ts';

/** One person, one card in Clio, however many mailboxes fill it. */
export const claims = [
  {
    name: 'newcomers-not-claimed',
    breaks: 'Before a create in a book that several syncs fill, each key of the person is claimed for the whole firm.',
    invariant: 'I5',
    file: `${sync}/claim-newcomers.ts`,
    find: 'return { free: batch, met: [] };',
    replace: 'return { free: batch, met: [] };\n  if (batch.length > 0) return { free: batch, met: [] };',
  },
  {
    name: 'claims-of-others-overlooked',
    breaks: 'Whoever runs into the claim of another sync waits for what comes of it.',
    invariant: 'I5',
    file: `${sync}/claim-newcomers.ts`,
    find: 'const others = claims.filter(({ sync }) => sync !== id.sync);',
    replace: 'const others = claims.filter(({ sync }) => sync === `not ${id.sync}`);',
  },
  {
    name: 'card-of-another-sync-not-met',
    breaks: 'Somebody whom another sync has made is linked, and not made again.',
    invariant: 'I5',
    file: `${sync}/claim-newcomers.ts`,
    find: "if (entry) return { kind: 'met', entry };",
    replace: '',
  },
  {
    name: 'former-card-not-claimed',
    breaks:
      'A card that is made anew after a delete claims the id that it had: two members who want one person back get one.',
    invariant: 'I5',
    file: `${sync}/claim-newcomers.ts`,
    find: 'const keys = [...type.matchKeys(write.item), ...(before === undefined ? [] : [`${earlier}${before}`])];',
    replace: 'const keys = [...type.matchKeys(write.item), ...(before === undefined ? [] : [])];',
  },
] as const satisfies readonly Mutant[];
