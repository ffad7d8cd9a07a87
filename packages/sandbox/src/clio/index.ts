import { createFrontDoor, type Service } from '../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, withHeaders } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import { createApi } from './api.ts';
import { answerAuthorize } from './authorize-page.ts';
import { createBook } from './book.ts';
import { createCalendars } from './calendar/calendars.ts';
import { isInstanceHidden } from './calendar/series.ts';
import { type Clio, pathInClio } from './call.ts';
import { type ClioControl, createControl } from './control.ts';
import { createDeliveries } from './delivery.ts';
import { withFaults } from './faults.ts';
import { createMatters } from './matters.ts';
import { answerDeauthorize, answerToken } from './oauth.ts';
import { answerApps } from './pages/apps-page.ts';
import { createCalendarPages } from './pages/calendar-pages.ts';
import { createPages } from './pages/contact-pages.ts';
import { createMatterPages } from './pages/matter-pages.ts';
import { createRateLimiter, noRateLimiter } from './rate-limit.ts';
import { notFound, refusalResponse } from './refusal.ts';
import { openState } from './state.ts';
import { contactSubject, entrySubject } from './webhook-subjects.ts';

export { awkwardnesses, type ClioAwkwardness } from './awkwardness.ts';
export type { ClioCalendarControl, ClioCalendarView, ClioMail } from './calendar/calendar-control.ts';
export type { ClioAct } from './calendar/entry-acts.ts';
export type { ClioEntryEdit, ClioEntryInput } from './calendar/entry-input.ts';
export type { ClioEntryChange, ClioEntryView } from './calendar/entry-view.ts';
export type { ClioInstance, ClioInstanceControl } from './calendar/instance-control.ts';
export type { ClioCommunicationView, CommunicationControl } from './communication-control.ts';
export type {
  AddedMany,
  ClioAddressInput,
  ClioContactEdit,
  ClioContactInput,
  ClioEmailInput,
  ClioPhoneInput,
  ContactControl,
} from './contact-control.ts';
export type { ClioContactView } from './contact-view.ts';
export type { ClioContactChange } from './contact-watch.ts';
export type { ClioControl, ClioFirmInput, ClioUserInput } from './control.ts';
export type { ClioMatterInput, ClioMatterView, MatterControl } from './matter-control.ts';

export type ClioOptions = {
  /** Whether 50 requests a minute and token are the limit. */
  readonly limits: boolean;
};

/** A stateful look-alike of Clio Manage for one region, under `{publicUrl}/{name}`: OAuth, users, contacts, matters, webhooks and person pages. */
export function createClio(
  world: World,
  options: ClioOptions,
  name = 'clio',
): { readonly service: Service; readonly control: ClioControl } {
  const state = openState(world, name);
  const path = `/${name}`;
  const book = createBook(state.contacts, world.now);
  const matters = createMatters(state, world);
  const entries = createBook(state.entries, world.now);
  const calendars = createCalendars(state, world.now);
  for (const { id } of state.firms.values()) calendars.complete(id);
  const base = `${world.publicUrl}${path}`;
  const clio: Clio = { world, state, book, matters, entries, calendars, path, base };
  const deliveries = createDeliveries(clio);
  clio.book.onChange((change) => deliveries.announce(contactSubject, change));
  // A series that only lost an instance has not changed: nobody is told (assumption).
  clio.entries.onChange((change) => {
    const isHidden = change.kind === 'updated' && isInstanceHidden(change.before, change.after);
    if (!isHidden) deliveries.announce(entrySubject, change);
  });
  deliveries.resume();

  const counts = new Map<string, number>();
  const count = (kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const control = createControl(clio, counts);
  const api = createApi(clio, deliveries, options.limits ? createRateLimiter(world.now) : noRateLimiter, count);
  const pages = createPages(clio, control);
  const matterPages = createMatterPages(clio, control);
  const calendarPages = createCalendarPages(clio, control);

  const oauth =
    (kind: string, answer: (clio: Clio, request: PlainRequest) => PlainResponse) => (request: PlainRequest) => {
      count(kind);
      return withFaults(world, request, 'oauth', () => answer(clio, request));
    };
  const routes: readonly (readonly [RegExp, (request: PlainRequest) => PlainResponse | Promise<PlainResponse>])[] = [
    [/^(?:GET|POST) \/oauth\/authorize$/u, (request) => answerAuthorize(clio, request)],
    [/^POST \/oauth\/token$/u, oauth('POST token', answerToken)],
    [/^POST \/oauth\/deauthorize$/u, oauth('POST deauthorize', answerDeauthorize)],
    [/^[A-Z]+ \/api\/v4\//u, api],
    [/^(?:GET|POST) \/contacts(?:\/|$)/u, pages],
    [/^(?:GET|POST) \/matters(?:\/|$)/u, matterPages],
    [/^(?:GET|POST) \/(?:calendars|mail)(?:\/|$)/u, calendarPages],
    [/^(?:GET|POST) \/apps$/u, (request) => answerApps(clio, control, request)],
  ];
  const answer = async (request: PlainRequest): Promise<PlainResponse> => {
    const asked = `${request.method} ${pathInClio(new URL(request.url))}`;
    const route = routes.find(([pattern]) => pattern.test(asked));
    const response = route === undefined ? refusalResponse(notFound()) : await route[1](request);
    return withHeaders(response, { date: new Date(world.now()).toUTCString() });
  };
  return { service: createFrontDoor(name, answer), control };
}
