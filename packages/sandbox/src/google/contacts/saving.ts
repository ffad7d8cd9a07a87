import type { World } from '../../kernel/world.ts';
import { refusal } from '../people/refusal.ts';
import { type FieldName, type Fields, fieldNames, fieldParts, type PartKind, sameValue } from './fields.ts';
import { completeName } from './names.ts';

/** Documented limits of a contact: "1,024 characters per field (except notes)", "500 fields", "128 KB". */
const maxText = 1_024;
const maxValues = 500;
const maxBytes = 128 * 1_024;

/** What a write leaves in the account, awkward habits included. `mask`: the fields that it replaces; the others stay. */
export function savedFields(world: World, before: Fields, sent: Fields, mask: readonly FieldName[]): Fields {
  const after: Partial<Record<FieldName, readonly object[]>> = { ...before };
  for (const name of mask) {
    const values = sent[name];
    if (!sameValue(before[name], values) && world.awkward.strikes(`google.dropsField.${name}`)) continue;
    if (values === undefined) delete after[name];
    else after[name] = savedValues(world, name, values);
  }
  const fields = after as Fields;
  refuseTooMuch(fields);
  return fields;
}

function savedValues(world: World, name: FieldName, values: readonly object[]): readonly object[] {
  const { awkward } = world;
  const kinds: Readonly<Record<string, PartKind>> = fieldParts[name];
  const cuts = awkward.strikes('google.trimsValues');
  const strips = awkward.strikes('google.stripsBlanks');
  const limit = awkward.amount('google.trimsValues', maxText);
  const saved = values.map((value) => {
    const stripped = strips ? mapTexts(value, (text) => text.trim()) : value;
    return cuts ? mapTexts(stripped, (text, part) => (kinds[part] === 'note' ? text : text.slice(0, limit))) : stripped;
  });
  const isSame = sameValue(saved, values);
  if (cuts && isSame) awkward.missed('google.trimsValues');
  if (strips && isSame) awkward.missed('google.stripsBlanks');
  refuseLongTexts(saved, kinds);
  return name === 'names' ? saved.map((value) => savedName(world, value)) : saved;
}

function savedName(world: World, name: object): object {
  const struck = world.awkward.strikes('google.freeFormNameWins');
  const saved = completeName(name, struck);
  if (struck && sameValue(saved, completeName(name, false))) world.awkward.missed('google.freeFormNameWins');
  return saved;
}

/** A date has no texts, and `metadata` says only which value is primary. */
const mapTexts = (value: object, change: (text: string, part: string) => string): object =>
  Object.fromEntries(
    Object.entries(value)
      .map(([part, content]) => [part, typeof content === 'string' ? change(content, part) : content])
      .filter(([, content]) => content !== ''),
  );

/** Which error a text gets that is too long is not known. */
function refuseLongTexts(values: readonly object[], kinds: Readonly<Record<string, PartKind>>): void {
  const isLong = ([part, content]: [string, unknown]): boolean =>
    typeof content === 'string' && content.length > maxText && kinds[part] !== 'note';
  if (values.some((value) => Object.entries(value).some(isLong))) throw refusal('invalidArgument');
}

function refuseTooMuch(fields: Fields): void {
  const count = fieldNames.reduce((sum, name) => sum + (fields[name]?.length ?? 0), 0);
  if (count > maxValues || Buffer.byteLength(JSON.stringify(fields)) > maxBytes) throw refusal('invalidArgument');
}
