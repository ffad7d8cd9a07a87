import {
  askContactMatters,
  askFile,
  askSend,
  askTrace,
  engagedPage,
  engagementsPage,
  engagementView,
  fillGap,
  mailView,
  mailWishView,
  redactEngagement,
  requestBackSync,
  saveAliases,
  saveMailSettings,
  startMailRun,
  stopMailRun,
} from '@concord/engine';
import { parseNothing, parsePlace, parseStart } from './inputs.ts';
import {
  parseAliases,
  parseContactPlace,
  parseEngagedContact,
  parseGap,
  parseMailDays,
  parseMailSettings,
  parseMailSource,
  parseMatterToFile,
  parseNewLetter,
  parsePeopleQuery,
} from './mail-inputs.ts';
import { get, post, type Route } from './route.ts';

/** Of mail and engagements: core's `mail/views` say what goes in and out. */
export const mailRoutes: readonly Route[] = [
  get('/api/mail', parsePlace, (ports, caller) => mailView(ports, caller)),
  post('/api/mail/settings', parseMailSettings, (ports, caller, _id, edit) => saveMailSettings(ports, caller, edit)),
  post('/api/mail/boxes/{connection}/aliases', parseAliases, (ports, caller, box, { aliases }) =>
    saveAliases(ports, caller, box, aliases),
  ),
  post('/api/mail/boxes/{connection}/fill', parseGap, (ports, caller, box, { gap }) =>
    fillGap(ports, caller, box, gap),
  ),
  post('/api/mail/boxes/{connection}/back-sync', parseMailDays, requestBackSync),
  post('/api/mail/boxes/{connection}/start', parseStart, (ports, caller, box, { run }) =>
    startMailRun(ports, caller, box, run),
  ),
  post('/api/mail/boxes/{connection}/stop', parseStart, (ports, caller, box, { run }) =>
    stopMailRun(ports, caller, box, run),
  ),
  // As JSON a source has more bytes than it has.
  { ...post('/api/mail/boxes/{connection}/trace', parseMailSource, askTrace), maximumBytes: 1024 * 1024 },
  post('/api/mail/boxes/{connection}/send', parseNewLetter, askSend),
  // Of whichever mailbox of the caller's: a path has one id.
  get('/api/mail/boxes/{connection}/wishes/{wish}', parsePlace, (ports, caller, wish) =>
    mailWishView(ports, caller, wish),
  ),
  get('/api/engagements/people', parsePeopleQuery, (ports, caller, _id, query) => engagedPage(ports, caller, query)),
  get('/api/engagements', parseContactPlace, (ports, caller, _id, wanted) => engagementsPage(ports, caller, wanted)),
  get('/api/engagements/{engagement}', parsePlace, (ports, caller, id) => engagementView(ports, caller, id)),
  post('/api/engagements/{engagement}/redact', parseNothing, (ports, caller, id) =>
    redactEngagement(ports, caller, id),
  ),
  post('/api/engagements/{engagement}/matters', parseEngagedContact, (ports, caller, id, { contact }) =>
    askContactMatters(ports, caller, id, contact),
  ),
  post('/api/engagements/{engagement}/file', parseMatterToFile, (ports, caller, id, { matter }) =>
    askFile(ports, caller, id, matter),
  ),
];
