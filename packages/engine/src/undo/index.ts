export { dropUndo, requestUndo, startUndo } from './ask-undo.ts';
export { undoPage } from './undo-page.ts';
