import { type ClioControl, awkwardnesses as clioAwkwardnesses } from './clio/index.ts';
import { type ClioRegion, clioRegions, createClioRegions } from './clio/regions.ts';
import {
  createGoogle,
  type GoogleControl,
  type GoogleTopic,
  awkwardnesses as googleAwkwardnesses,
} from './google/index.ts';
import type { Awkwardnesses } from './kernel/awkwardness.ts';
import { createFrontDoor } from './kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, reply } from './kernel/plain-http.ts';
import { createPostOffice, type PostOffice } from './kernel/post-office.ts';
import type { World } from './kernel/world.ts';
import { createMicrosoft, type MicrosoftControl, awkwardnesses as microsoftAwkwardnesses } from './microsoft/index.ts';
import { awkwardnessPage, missingPage, startPage, switchAwkwardness } from './pages/front-pages.ts';

export type SandboxOptions = {
  /** Whether the services' request limits hold. */
  readonly limits: boolean;
  /** Topics that Gmail can tell of new mail, and where their messages are pushed to. */
  readonly topics?: readonly GoogleTopic[];
};

export type Sandbox = {
  /** Answers every request of the sandbox's one origin; rejects with `BrokenConnection` when the connection is to break. */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same without web objects, which take longer than the answer: for simulators. */
  readonly answer: (request: PlainRequest) => Promise<PlainResponse>;
  /** In the United States. */
  readonly clio: ClioControl;
  /** Each region has its own app, firms, users and tokens, under the path that `clioRegions` names. */
  readonly clioIn: (region: ClioRegion) => ClioControl;
  readonly microsoft: MicrosoftControl;
  readonly google: GoogleControl;
  /** Mail between the clouds, and what left them. */
  readonly postOffice: PostOffice;
  readonly awkward: Awkwardnesses;
};

/** Every awkwardness of every look-alike: name → what happens. */
export const awkwardnesses: Readonly<Record<string, string>> = {
  ...clioAwkwardnesses,
  ...microsoftAwkwardnesses,
  ...googleAwkwardnesses,
};

/** Clio, Microsoft 365 and Google as look-alikes behind one front door, stateful in the world's store. */
export function createSandbox(world: World, options: SandboxOptions): Sandbox {
  const clio = createClioRegions(world, options);
  const office = createPostOffice();
  const microsoft = createMicrosoft(world, options, office);
  const google = createGoogle(world, { ...options, post: office });
  const { awkward } = world;
  const rooms: Readonly<Record<string, Room>> = {
    ...clioRooms(clio.answer),
    login: microsoft.login.answer,
    graph: microsoft.graph.answer,
    outlook: microsoft.pages.answer,
    google: google.service.answer,
    awkwardnesses: (request) =>
      request.method === 'POST'
        ? switchAwkwardness(awkward, awkwardnesses, request)
        : awkwardnessPage(awkward, awkwardnesses),
    '': startPage,
  };
  const { handle, answer } = createFrontDoor('sandbox', async (request) => {
    const name = new URL(request.url).pathname.split('/')[1] ?? '';
    const room = Object.hasOwn(rooms, name) ? rooms[name] : undefined;
    if (isForged(request)) return reply('Forms of other sites are not taken.', { status: 403 });
    return room === undefined ? missingPage() : await room(request);
  });
  return {
    handle,
    answer,
    clio: clio.control('us'),
    clioIn: clio.control,
    microsoft: microsoft.control,
    google: google.control,
    postOffice: office,
    awkward,
  };
}

type Room = (request: PlainRequest) => PlainResponse | Promise<PlainResponse>;

function clioRooms(
  answer: (region: ClioRegion, request: PlainRequest) => Promise<PlainResponse>,
): Record<string, Room> {
  const regions = Object.entries(clioRegions) as (readonly [ClioRegion, string])[];
  return Object.fromEntries(regions.map(([region, name]) => [name, (request) => answer(region, request)]));
}

/** A browser says so when another site sends the form; API clients say nothing. */
function isForged(request: PlainRequest): boolean {
  return request.method === 'POST' && request.headers['sec-fetch-site'] === 'cross-site';
}
