export {
  answer,
  createSync,
  listSyncs,
  pauseSyncsOf,
  requestScan,
  resumeSyncsOf,
  startSync,
  stopSync,
  syncView,
} from './ask.ts';
export { receiveWebhook } from './hooks.ts';
export { activityPage, previewPage, waitingPage } from './pages.ts';
export { poll } from './poll.ts';
export { work } from './work.ts';
