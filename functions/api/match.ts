import { isId } from './inputs.ts';
import type { Route } from './route.ts';

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly id: string }
  | { readonly kind: 'otherMethod'; readonly allow: string }
  | { readonly kind: 'none' };

/** Finds who answers. An id that none of ours can be counts as an unknown address. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const matching = routes.flatMap((route) => {
    const id = idIn(route.path, path);
    return id === undefined ? [] : [{ route, id }];
  });
  const found = matching.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: 'found', ...found };
  if (matching.length === 0) return { kind: 'none' };
  return { kind: 'otherMethod', allow: [...new Set(matching.map(({ route }) => route.method))].join(', ') };
}

/** Undefined when the path is another one; empty when the pattern has no id. */
function idIn(pattern: string, path: string): string | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  let id = '';
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith('{')) id = text;
    else if (part !== text) return undefined;
    if (part.startsWith('{') && !isId(text)) return undefined;
  }
  return id;
}
