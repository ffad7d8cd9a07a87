import type { PlainRequest, PlainResponse } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import type { ClioControl } from './control.ts';
import { type ClioOptions, createClio } from './index.ts';

/**
 * Region → the first part of its paths. Each has its own app, users, tokens and contacts; the host is the region
 * (documented).
 */
export const clioRegions = { us: 'clio', eu: 'clio-eu', ca: 'clio-ca', au: 'clio-au' } as const;
export type ClioRegion = keyof typeof clioRegions;

export type ClioRegions = {
  readonly control: (region: ClioRegion) => ClioControl;
  readonly answer: (region: ClioRegion, request: PlainRequest) => Promise<PlainResponse>;
};

/**
 * One look-alike per region. A region other than the first is made when somebody first turns to it, so that a world
 * without it draws the same random numbers as ever; one that a killed process had begun is taken up at once, for its
 * waiting deliveries.
 */
export function createClioRegions(world: World, options: ClioOptions): ClioRegions {
  const made = new Map<ClioRegion, ReturnType<typeof createClio>>();
  const at = (region: ClioRegion): ReturnType<typeof createClio> => {
    const clio = made.get(region) ?? createClio(world, options, clioRegions[region]);
    made.set(region, clio);
    return clio;
  };
  for (const region of Object.keys(clioRegions) as ClioRegion[])
    if (region === 'us' || isBegun(world, region)) at(region);
  return {
    control: (region) => at(region).control,
    answer: (region, request) => at(region).service.answer(request),
  };
}

const isBegun = ({ store }: World, region: ClioRegion): boolean =>
  store.collection(`${clioRegions[region]}.apps`).size() > 0;
