export { askChoices, askImport, askMatters, askRefresh, wishView } from './ask-clio.ts';
export { exportWatches, type ListRequest, listWatches } from './ask-list.ts';
export {
  answerWatch,
  archiveWatch,
  createWatch,
  deleteWatch,
  editWatch,
  tagWatches,
  undoWatch,
  viewWatch,
  watchHistory,
} from './ask-watches.ts';
export { saveWatchSettings, watchingView } from './ask-watching.ts';
export { refreshOnLogin, requestRun, stopRun } from './begin-run.ts';
export { ringWatches } from './ring-watches.ts';
export { workOnWatches } from './work-on-watches.ts';
