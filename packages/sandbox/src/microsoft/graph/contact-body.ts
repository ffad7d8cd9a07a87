import { type Card, etagOf } from '../mailbox/card.ts';
import { fieldNames, isFieldName, shownValue } from '../mailbox/contact-fields.ts';
import { badRequest } from './refusal.ts';

/** Properties that a client may name in `$select`, beside the fields. */
const systemProperties = {
  createdDateTime: (card) => instantOf(card.createdAt),
  lastModifiedDateTime: (card) => instantOf(card.modifiedAt),
  changeKey: (card) => card.changeKey,
  parentFolderId: (card) => card.folderId,
} as const satisfies Record<string, (card: Card) => unknown>;

/** Newer properties that the service shows only when they are asked for. */
const askedProperties = {
  primaryEmailAddress: (card) => card.fields.emailAddresses?.[0] ?? null,
  secondaryEmailAddress: (card) => card.fields.emailAddresses?.[1] ?? null,
  tertiaryEmailAddress: (card) => card.fields.emailAddresses?.[2] ?? null,
} as const satisfies Record<string, (card: Card) => unknown>;

const computed: Readonly<Record<string, (card: Card) => unknown>> = { ...systemProperties, ...askedProperties };
const everything: readonly string[] = [...Object.keys(systemProperties), ...fieldNames];

export type IdKind = 'classic' | 'immutable';

/** A contact as Graph shows it. The id and the etag always come. */
export function contactBody(card: Card, idKind: IdKind, select?: readonly string[]): Record<string, unknown> {
  const body: Record<string, unknown> = { '@odata.etag': etagOf(card), id: idOf(card, idKind) };
  for (const name of select ?? everything) {
    if (isFieldName(name)) body[name] = shownValue(card.fields, name);
    else if (computed[name]) body[name] = computed[name](card);
  }
  return body;
}

export function idOf(card: { readonly id: string; readonly classicId?: string }, idKind: IdKind): string {
  return idKind === 'immutable' ? card.id : (card.classicId ?? card.id);
}

/** Undefined selects everything. Refuses names that no contact has. */
export function readSelect(text: string | null): readonly string[] | undefined {
  if (text === null || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== 'id' && !isFieldName(name) && !computed[name]);
  if (unknown !== undefined) {
    throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.contact'.`);
  }
  return names;
}

/** Whole seconds, as Outlook gives them: two writes within a second have the same instant. */
export function instantOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
