import { moments, type Played, play, setUp } from './play.ts';
import type { Scenario } from './scenario.ts';

/** Plays a scenario once undisturbed, and then once for every call of a port and both moments. Tells what goes wrong. */
export async function exhaust(scenario: Scenario): Promise<readonly string[]> {
  const from = await setUp(scenario);
  const calm = await play(scenario, from, undefined);
  if (calm.wrong.length > 0) return calm.wrong.map((one) => `nobody killed: ${one}`);
  const violations: string[] = [];
  for (const [index, point] of calm.points.entries()) {
    for (const when of moments) {
      const played = await play(scenario, from, { at: index + 1, when });
      const where = `killed ${when} call ${index + 1}, ${point}`;
      violations.push(...violationsOf(played, scenario, point).map((one) => `${where}: ${one}`));
    }
  }
  return violations;
}

function violationsOf({ killed, wrong, hours }: Played, { patient }: Scenario, point: string): readonly string[] {
  return [
    ...(killed === point ? [] : [`the play does not repeat itself: killed at ${killed ?? 'nothing'}`]),
    ...wrong,
    ...(hours > 0 && wrong.length === 0 && !patient ? ['only the poll of the hour mended it'] : []),
  ];
}

/** Every kind of point at which somebody is killed in these scenarios: who called which port, with what. */
export async function pointsOf(scenarios: readonly Scenario[]): Promise<ReadonlySet<string>> {
  const points = new Set<string>();
  for (const scenario of scenarios) {
    const played = await play(scenario, await setUp(scenario), undefined);
    for (const point of played.points) points.add(point);
  }
  return points;
}
