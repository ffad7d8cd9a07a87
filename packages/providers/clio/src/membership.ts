import type { HttpRequest, HttpResponse } from '@concord/core';
import { SyncError } from '@concord/core';
import type { Session } from './client.ts';
import { listMatters, listRelationships, parseMattersPage, parseRelationshipsPage } from './matters.ts';
import { api, membership as facts } from './profile.ts';
import { followPage, type Page } from './requests.ts';

/**
 * Which of these contacts have to do with a matter that is not closed. Few are asked about one by one, two requests each;
 * for more, all open matters and relationships are read, a request for two hundred. Throws `cursorExpired` when that would
 * be too many at once, and asking one by one as well: a full pass reads them page by page.
 */
export async function amongOpenMatters(session: Session, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const everybody = ids.length > facts.fewContacts ? await everybodyOfOpenMatters(session) : undefined;
  if (everybody) return everybody;
  if (ids.length > facts.mostAskedSingly) throw tooMany();
  const inside = new Set<string>();
  for (const id of ids) if (await hasOpenMatter(session, id)) inside.add(id);
  return inside;
}

async function hasOpenMatter(session: Session, id: string): Promise<boolean> {
  const { rows } = await pageOf(session, listMatters(session.host, { openOnly: true, client: id }), parseMattersPage);
  if (rows.length > 0) return true;
  const request = listRelationships(session.host, { contact: id });
  const related = (await allPages(session, request, parseRelationshipsPage)) ?? [];
  return related.some(({ matter }) => matter?.isOpen);
}

/** Undefined when there are too many. */
async function everybodyOfOpenMatters(session: Session): Promise<ReadonlySet<string> | undefined> {
  const matters = await allPages(session, listMatters(session.host, { openOnly: true }), parseMattersPage);
  if (matters === undefined) return undefined;
  const related = await allPages(session, listRelationships(session.host, {}), parseRelationshipsPage);
  return related && new Set([...clientsOf(matters), ...relatedTo(related)]);
}

type Client = { readonly client?: string };
export const clientsOf = (matters: readonly Client[]): readonly string[] =>
  matters.flatMap(({ client }) => client ?? []);

type Related = { readonly contact?: string; readonly matter?: { readonly isOpen: boolean } };
export const relatedTo = (relationships: readonly Related[]): readonly string[] =>
  relationships.flatMap(({ contact, matter }) => (contact !== undefined && matter?.isOpen ? [contact] : []));

/**
 * Whom a matter may have brought into a group, or out of it, since then: its clients and, for open matters, those related
 * to it. What leaves no trace is found by the next full pass only: a matter or relationship that was deleted, and the
 * client whom a matter had before.
 */
export async function movedSince(session: Session, since: number): Promise<readonly string[]> {
  const { host, group } = session;
  const matters = await all(session, listMatters(host, { updatedSince: since }), parseMattersPage);
  if (group === 'client') return clientsOf(matters);
  const fresh = await all(session, listRelationships(host, { updatedSince: since }), parseRelationshipsPage);
  const related = await relationshipsOf(session, new Set(matters.map(({ id }) => id)));
  return [...clientsOf(matters), ...[...fresh, ...related].flatMap(({ contact }) => contact ?? [])];
}

async function relationshipsOf(session: Session, matters: ReadonlySet<string>) {
  if (matters.size > facts.fewMatters) {
    const everything = await all(session, listRelationships(session.host, {}), parseRelationshipsPage);
    return everything.filter(({ matter }) => matter !== undefined && matters.has(matter.id));
  }
  const found = [];
  for (const matter of matters) {
    found.push(...(await all(session, listRelationships(session.host, { matter }), parseRelationshipsPage)));
  }
  return found;
}

type Parse<Row> = (response: HttpResponse) => Page<Row>;

async function all<Row>(session: Session, request: HttpRequest, parse: Parse<Row>): Promise<readonly Row[]> {
  const rows = await allPages(session, request, parse);
  if (rows === undefined) throw tooMany();
  return rows;
}

/** Undefined for a list that is longer than what one step may read; Clio says so on its first page. */
async function allPages<Row>(
  session: Session,
  first: HttpRequest,
  parse: Parse<Row>,
): Promise<readonly Row[] | undefined> {
  const rows: Row[] = [];
  let request: HttpRequest | undefined = first;
  for (let pages = 0; pages < facts.maxPages; pages += 1) {
    const page: Page<Row> = await pageOf(session, request, parse);
    if ((page.total ?? 0) > facts.maxPages * api.pageSize) return undefined;
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    request = followPage(session.host, page.next);
  }
  return undefined;
}

async function pageOf<Row>(session: Session, request: HttpRequest, parse: Parse<Row>): Promise<Page<Row>> {
  return parse((await session.send(request)).response);
}

const tooMany = (): SyncError =>
  new SyncError('cursorExpired', 'too much changed among the matters to be told one by one', { provider: 'clio' });
