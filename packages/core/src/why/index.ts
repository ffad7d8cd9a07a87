export * from './absences.ts';
export * from './likeness-facts.ts';
export * from './reason-changes.ts';
export * from './rule-sentences.ts';
export * from './spoken.ts';
export * from './state-sentences.ts';
export * from './waits.ts';
