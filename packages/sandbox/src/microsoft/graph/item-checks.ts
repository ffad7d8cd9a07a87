import type { World } from '../../kernel/world.ts';
import type { Call } from './call.ts';
import { refusal } from './refusal.ts';

/** What a contact or an event that is not there is answered with. */
export const missing = (world: World) =>
  refusal(world.awkward.strikes('microsoft.itemGone') ? 'itemGone' : 'itemNotFound');

/** Stands for whatever a service will never take. */
const refusedWord = '[refuse]';

export function refuseValue(world: World, call: Call): void {
  const held = JSON.stringify(call.body)?.includes(refusedWord);
  if (held && world.awkward.strikes('microsoft.refusesValue')) throw refusal('invalidValue');
}

export function looksLikeId(id: string): boolean {
  return /^AA[\w+/=-]{40,}$/u.test(id);
}

/** Of a write that names a version which is not the current one. */
export function refuseConflict(world: World, call: Call, item: { readonly changeKey: string }): void {
  if (world.awkward.strikes('microsoft.spuriousConflict')) throw refusal('conflict');
  const wanted = call.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  const keys = wanted.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/u, '$1'));
  if (!keys.includes(item.changeKey) && !world.awkward.strikes('microsoft.ignoreIfMatch')) throw refusal('conflict');
}
