import {
  answerWatch,
  archiveWatch,
  askChoices,
  askImport,
  askMatters,
  askRefresh,
  createWatch,
  deleteWatch,
  editWatch,
  exportWatches,
  listWatches,
  requestRun,
  saveWatchSettings,
  stopRun,
  tagWatches,
  undoWatch,
  viewWatch,
  watchHistory,
  watchingView,
  wishView,
} from '@concord/engine';
import { parseNothing, parsePlace } from './inputs.ts';
import { get, post, type Route } from './route.ts';
import {
  parseArchive,
  parseBulkTags,
  parseListRequest,
  parseMatterIds,
  parseMatterQuery,
  parseNewWatch,
  parseUndo,
  parseWatchAnswer,
  parseWatchEdit,
  parseWatchSettings,
} from './watch-inputs.ts';

/** Of watches: core's `watches/views` say what goes in and out. */
export const watchRoutes: readonly Route[] = [
  get('/api/watches', parseListRequest, (ports, caller, _id, wanted) => listWatches(ports, caller, wanted)),
  post('/api/watches', parseNewWatch, (ports, caller, _id, wanted) => createWatch(ports, caller, wanted)),
  get('/api/watches/{watch}', parsePlace, (ports, caller, watch) => viewWatch(ports, caller, watch)),
  post('/api/watches/{watch}', parseWatchEdit, editWatch),
  post('/api/watches/{watch}/archive', parseArchive, (ports, caller, watch, { archived }) =>
    archiveWatch(ports, caller, watch, archived),
  ),
  post('/api/watches/{watch}/delete', parseNothing, async (ports, caller, watch) => {
    await deleteWatch(ports, caller, watch);
    return await watchingView(ports, caller);
  }),
  post('/api/watches/{watch}/refresh', parseNothing, (ports, caller, watch) => askRefresh(ports, caller, watch)),
  post('/api/watches/{watch}/answer', parseWatchAnswer, answerWatch),
  post('/api/watches/{watch}/undo', parseUndo, (ports, caller, watch, { refresh }) =>
    undoWatch(ports, caller, watch, refresh),
  ),
  get('/api/watches/{watch}/history', parsePlace, (ports, caller, watch, { after }) =>
    watchHistory(ports, caller, watch, after),
  ),
  get('/api/watching', parsePlace, (ports, caller) => watchingView(ports, caller)),
  post('/api/watching/settings', parseWatchSettings, (ports, caller, _id, edit) =>
    saveWatchSettings(ports, caller, edit),
  ),
  post('/api/watching/run', parseNothing, async (ports, caller) => {
    await requestRun(ports, caller);
    return await watchingView(ports, caller);
  }),
  post('/api/watching/stop', parseNothing, async (ports, caller) => {
    await stopRun(ports, caller);
    return await watchingView(ports, caller);
  }),
  post('/api/watching/tags', parseBulkTags, (ports, caller, _id, tags) => tagWatches(ports, caller, tags)),
  post('/api/watching/choices', parseNothing, (ports, caller) => askChoices(ports, caller)),
  get('/api/watching/export', parseListRequest, (ports, caller, _id, wanted) => exportWatches(ports, caller, wanted)),
  post('/api/matters', parseMatterQuery, (ports, caller, _id, query) => askMatters(ports, caller, query)),
  post('/api/matters/import', parseMatterIds, (ports, caller, _id, { matters }) => askImport(ports, caller, matters)),
  get('/api/wishes/{wish}', parsePlace, (ports, caller, wish) => wishView(ports, caller, wish)),
];
