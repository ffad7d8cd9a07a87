export { activityPage } from './activity-page.ts';
export { exportOwn } from './ask-export.ts';
export { type ExportedPage, type ExportFormat, exportPage, formats as exportFormats } from './export-page.ts';
export { pastPage } from './past-page.ts';
