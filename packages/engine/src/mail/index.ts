export {
  askBackSync,
  fillGap,
  requestBackSync,
  saveAliases,
  saveMailSettings,
  startMailRun,
  stopMailRun,
} from './ask-mail.ts';
export { ringMailbox } from './bell.ts';
export { engagedPage, engagementsPage, engagementView } from './engagement-views.ts';
export { askContactMatters, askFile } from './filing/ask-filing.ts';
export { endMailHook, ensureMailHook, isPushed } from './hooks.ts';
export { mailRunView, mailView } from './mail-view.ts';
export { mailWishView } from './mail-wish-view.ts';
export { noteMail } from './note-mail.ts';
export { ownMailboxes } from './own-mailbox.ts';
export { largestSource, type ParsedSource, parseSource, unreadableSources } from './parse-source.ts';
export { readDirectory } from './read-directory.ts';
export { redactEngagement } from './redact-engagement.ts';
export { ringMail } from './ring-mail.ts';
export { askSend } from './sending/ask-send.ts';
export { receiveSharedPush, sharedHook } from './shared-push.ts';
export { askTrace } from './tracing/ask-trace.ts';
export { workOnMail } from './work-on-mail.ts';
