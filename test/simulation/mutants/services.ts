import type { Mutant } from './mutant.ts';
import { clio, connect, sync } from './places.ts';

/** What services say against it: limits, refusals, tokens, grants. */
export const services = [
  {
    name: 'retry-after-ignored',
    breaks: 'Retry-After is waited for.',
    invariant: 'I15',
    file: `${sync}/after-failure.ts`,
    find: 'return wait(error.retryAfterMs);',
    replace: 'return wait();',
  },
  {
    name: 'retry-after-of-a-write-ignored',
    breaks: 'Retry-After of a refused write is waited for.',
    invariant: 'I15',
    file: `${sync}/write-batch.ts`,
    find: "outcome.kind === 'notDone' ? [ports.clock.now() + (outcome.retryAfterMs ?? briefPauseMs)] : [],",
    replace: "outcome.kind === 'notDone' ? [ports.clock.now()] : [],",
  },
  {
    name: 'refresh-not-saved',
    breaks: 'A refreshed grant is saved before anybody uses it.',
    invariant: 'I15',
    file: `${connect}/refresh-grant.ts`,
    find: 'const saved = await saveConnection(ports, { ...released, sealed: await sealGrant(ports, leased, fresh) });',
    replace: 'const saved = await saveConnection(ports, released);',
  },
  {
    name: 'resumed-as-live',
    breaks: 'What was paused for want of a grant goes on where it was: nothing is written before Start.',
    invariant: 'I17',
    file: `${sync}/sync-states.ts`,
    find: "wayBack[record.resumes ?? 'live'] ?? 'liveOn'",
    replace: "'liveOn'",
  },
  {
    name: 'no-if-match-in-clio',
    breaks: 'A write is conditional on the version that was merged.',
    invariant: 'I3',
    file: `${clio}/requests.ts`,
    find: "return { ...request, headers: { ...request.headers, 'if-match': etagOf(version) } };",
    replace: 'return request;',
  },
  {
    name: 'conflict-counts-as-written',
    breaks: 'Who changed meanwhile is read and decided again.',
    invariant: 'I3',
    file: `${sync}/write-batch.ts`,
    find: "...of('conflict', 'gone'),",
    replace: "...of('gone'),",
  },
  {
    name: 'history-not-written',
    breaks: 'Every write has its entry in the history.',
    invariant: 'I24',
    file: `${sync}/write-batch.ts`,
    find: 'results.flatMap(({ outcome }, index) => answeredAt(intent, index, outcome)),\n    intent,',
    replace: '[],\n    intent,',
  },
] as const satisfies readonly Mutant[];
