export { type Erasure, erasePerson, lookForPerson } from './erase-person.ts';
export type { Wanted } from './find-person.ts';
export { type ErasedKind, erasedKinds } from './sweep.ts';
