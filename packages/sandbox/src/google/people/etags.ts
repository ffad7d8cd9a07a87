import type { StoredContact } from '../contacts/stored-contact.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Of the CONTACT source: one for each version. Begins with `#`, as seen in public samples. */
export const sourceEtag = ({ id, seq }: StoredContact): string => `#${encoded(`${id}/${seq}`)}`;

/** Of the person: it holds the fields that were asked for beside the source's etag, so it differs by mask (observed). */
export const personEtag = (contact: StoredContact, mask: readonly string[]): string =>
  `%${encoded(JSON.stringify([mask.toSorted().join(), sourceEtag(contact)]))}`;

/** The source's etag inside of a person's; undefined when there is none. */
export function sourceEtagIn(etag: string): string | undefined {
  if (!etag.startsWith('%')) return undefined;
  try {
    const [, source] = JSON.parse(Buffer.from(etag.slice(1), 'base64').toString()) as unknown[];
    return typeof source === 'string' ? source : undefined;
  } catch {
    return undefined;
  }
}
