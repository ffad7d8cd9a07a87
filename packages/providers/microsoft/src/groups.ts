import { folded, type Group, type HttpRequest } from '@concord/core';
import type { Calls } from './calls.ts';
import { type Answer, garbled, recordOf, recordsOf } from './errors.ts';
import { safeLink } from './graph-requests.ts';
import { maxCategoryPages } from './profile.ts';
import { type ContactRow, categoriesRequest, followRequest } from './requests.ts';

/**
 * The categories in use on contacts, by name. Outlook's own list of categories takes a permission to read mailbox settings,
 * which nobody is asked for: one that no contact has yet is not here. A request for each thousand contacts.
 */
export async function readCategories(calls: Calls): Promise<readonly Group[]> {
  const names = new Map<string, string>();
  let request: HttpRequest | undefined = categoriesRequest();
  for (let pages = 0; request !== undefined; pages += 1) {
    if (pages === maxCategoryPages) throw garbled('pages without end');
    const page = parseCategories(await calls.succeed(request));
    for (const name of page.names) if (!names.has(folded(name))) names.set(folded(name), name);
    request = page.nextLink === undefined ? undefined : followRequest(page.nextLink);
  }
  const sorted = [...names].toSorted(([one], [other]) => one.localeCompare(other, 'en'));
  return sorted.map(([, name]) => ({ id: name, name, takesNew: true }));
}

/** Any list of contacts that shows their categories. */
function parseCategories({ body }: Answer): { readonly names: readonly string[]; readonly nextLink?: string } {
  const { value, '@odata.nextLink': nextLink } = recordOf(body) ?? {};
  if (!Array.isArray(value)) throw garbled('no list of contacts');
  const names = recordsOf(value).flatMap(({ categories }): readonly unknown[] =>
    Array.isArray(categories) ? categories : [],
  );
  return {
    names: names.filter((name) => typeof name === 'string' && folded(name) !== '') as readonly string[],
    ...(typeof nextLink === 'string' ? { nextLink: safeLink(nextLink) } : {}),
  };
}

/**
 * Whether a contact is not in the category that was chosen. Case does not matter, as in Outlook's own list, where no two
 * categories differ in case alone (assumption). Throws `garbled` when the row does not say: it was asked to.
 */
export function isOutside({ categories }: Pick<ContactRow, 'categories'>, group: string | undefined): boolean {
  if (group === undefined) return false;
  if (!Array.isArray(categories)) throw garbled('a contact without its categories');
  return !categories.some((name) => folded(name) === folded(group));
}
