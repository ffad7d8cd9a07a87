import { pointsOf } from './exhaust.ts';
import { allScenarios } from './scenarios/index.ts';

/**
 * Every kind of point at which the scenarios kill somebody, before and after its effect: the function, the port's method
 * and the kind of its row or request, as in `merge table.put SYNC/MAP`. Takes some seconds: it plays every scenario once.
 */
export const killPointKinds = (): Promise<ReadonlySet<string>> => pointsOf(allScenarios);
