import {
  activityPage,
  answer,
  askAdmin,
  calendarsView,
  createSync,
  disconnect,
  dropUndo,
  type ExportedPage,
  exportFormats,
  exportOwn,
  firmView,
  groupsView,
  invite,
  lookNow,
  makeCalendar,
  pastPage,
  previewPage,
  requestCalendars,
  requestGroups,
  requestRefresh,
  requestScan,
  requestUndo,
  reviewPage,
  sendInviteAgain,
  sessionView,
  startSync,
  startUndo,
  stopSync,
  syncView,
  takeBack,
  undoPage,
  waitingPage,
  weekPage,
  why,
  withdraw,
} from '@concord/engine';
import type { Answer } from '../http.ts';
import {
  parseAnswers,
  parseDisconnect,
  parseExport,
  parseInvites,
  parseLook,
  parseNewCalendar,
  parseNewSync,
  parseNothing,
  parsePast,
  parsePlace,
  parsePreviewQuery,
  parseScanRequest,
  parseStart,
  parseTakeBack,
  parseUndo,
  parseWeek,
  parseWhy,
} from './inputs.ts';
import { mailRoutes } from './mail-routes.ts';
import { get, post, type Route } from './route.ts';
import { watchRoutes } from './watch-routes.ts';

/** Everything that a member who is signed in can ask of Concord: core's `views` say what goes in and out. */
type ExportedFile = ExportedPage & { readonly contentType: string };

export const routes: readonly Route[] = [
  get('/api/firm', parsePlace, (ports, caller) => firmView(ports, caller)),
  post('/api/firm/invites', parseInvites, (ports, caller, _id, { emails }) => invite(ports, caller, emails)),
  post('/api/firm/invites/{invite}/send', parseNothing, (ports, caller, id) => sendInviteAgain(ports, caller, id)),
  post('/api/firm/invites/{invite}/withdraw', parseNothing, (ports, caller, id) => withdraw(ports, caller, id)),
  post('/api/syncs', parseNewSync, (ports, caller, _id, wanted) => createSync(ports, caller, wanted)),
  get('/api/syncs/{sync}', parsePlace, (ports, caller, sync) => syncView(ports, caller, sync)),
  post('/api/syncs/{sync}/scan', parseScanRequest, requestScan),
  post('/api/syncs/{sync}/start', parseStart, (ports, caller, sync, { run }) => startSync(ports, caller, sync, run)),
  post('/api/syncs/{sync}/stop', parseNothing, (ports, caller, sync) => stopSync(ports, caller, sync)),
  post('/api/syncs/{sync}/refresh', parseNothing, (ports, caller, sync) => requestRefresh(ports, caller, sync)),
  get('/api/syncs/{sync}/groups', parsePlace, (ports, caller, sync) => groupsView(ports, caller, sync)),
  post('/api/syncs/{sync}/read-groups', parseNothing, (ports, caller, sync) => requestGroups(ports, caller, sync)),
  post('/api/syncs/{sync}/answers', parseAnswers, answer),
  post('/api/syncs/{sync}/take-back', parseTakeBack, (ports, caller, sync, { mappings }) =>
    takeBack(ports, caller, sync, mappings),
  ),
  get('/api/review', parsePlace, (ports, caller, _id, { after }) => reviewPage(ports, caller, after)),
  get('/api/syncs/{sync}/preview', parsePreviewQuery, previewPage),
  get('/api/syncs/{sync}/preview/week', parseWeek, weekPage),
  get('/api/syncs/{sync}/waiting', parsePlace, (ports, caller, sync, { after }) =>
    waitingPage(ports, caller, sync, after),
  ),
  get('/api/syncs/{sync}/activity', parsePlace, (ports, caller, sync, { after }) =>
    activityPage(ports, caller, sync, after),
  ),
  get('/api/syncs/{sync}/past', parsePast, (ports, caller, sync, { mapping }) =>
    pastPage(ports, caller, sync, mapping),
  ),
  {
    ...get('/api/syncs/{sync}/history', parseExport, async (ports, caller, sync, wanted) => ({
      ...(await exportOwn(ports, caller, sync, wanted)),
      contentType: exportFormats[wanted.format].contentType,
    })),
    answer: (file) => fileAnswer(file as ExportedFile),
  },
  post('/api/syncs/{sync}/undo', parseUndo, requestUndo),
  get('/api/syncs/{sync}/undo/rows', parsePlace, (ports, caller, sync, { after }) =>
    undoPage(ports, caller, sync, after),
  ),
  post('/api/syncs/{sync}/undo/start', parseStart, (ports, caller, sync, { run }) =>
    startUndo(ports, caller, sync, run),
  ),
  post('/api/syncs/{sync}/undo/drop', parseNothing, (ports, caller, sync) => dropUndo(ports, caller, sync)),
  post('/api/syncs/{sync}/look', parseLook, (ports, caller, sync, { mapping }) =>
    lookNow(ports, caller, sync, mapping),
  ),
  get('/api/why', parseWhy, (ports, caller, _id, { query }) => why(ports, caller, query)),
  get('/api/connections/{connection}/calendars', parsePlace, (ports, caller, connection) =>
    calendarsView(ports, caller, connection),
  ),
  post('/api/connections/{connection}/read-calendars', parseNothing, (ports, caller, connection) =>
    requestCalendars(ports, caller, connection),
  ),
  post('/api/connections/{connection}/make-calendar', parseNewCalendar, (ports, caller, connection, wanted) =>
    makeCalendar(ports, caller, connection, wanted),
  ),
  post('/api/connections/{connection}/disconnect', parseDisconnect, async (ports, caller, connection, { forget }) => {
    await disconnect(ports, caller, connection, forget);
    return await sessionView(ports, caller);
  }),
  post('/api/connections/{connection}/ask-admin', parseNothing, async (ports, caller, connection) => {
    await askAdmin(ports, caller, connection);
    return await sessionView(ports, caller);
  }),
  ...mailRoutes,
  ...watchRoutes,
];

/** A part of a file; where the next one begins stands in a header. */
const fileAnswer = ({ text, contentType, after }: ExportedFile): Answer => ({
  status: 200,
  headers: { 'content-type': contentType, ...(after === undefined ? {} : { 'x-concord-after': after }) },
  body: text,
});
