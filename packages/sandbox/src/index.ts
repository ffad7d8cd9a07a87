export type {
  AddedMany,
  ClioAct,
  ClioAddressInput,
  ClioAwkwardness,
  ClioCalendarControl,
  ClioCalendarView,
  ClioContactChange,
  ClioContactEdit,
  ClioContactInput,
  ClioContactView,
  ClioControl,
  ClioEmailInput,
  ClioEntryChange,
  ClioEntryEdit,
  ClioEntryInput,
  ClioEntryView,
  ClioFirmInput,
  ClioInstance,
  ClioInstanceControl,
  ClioMail,
  ClioMatterInput,
  ClioMatterView,
  ClioPhoneInput,
  ClioUserInput,
  ContactControl,
  MatterControl,
} from './clio/index.ts';
export { createClio } from './clio/index.ts';
export { type ClioRegion, clioRegions } from './clio/regions.ts';
export {
  createGoogle,
  type GoogleAccessRole,
  type GoogleAccount,
  type GoogleAccountAction,
  type GoogleActing,
  type GoogleApp,
  type GoogleAwkwardness,
  type GoogleCalendar,
  type GoogleCalendars,
  type GoogleChange,
  type GoogleChannel,
  type GoogleContact,
  type GoogleContactInput,
  type GoogleControl,
  type GoogleEvent,
  type GoogleEventChange,
  type GoogleEventInput,
  type GoogleExpiryForm,
  type GoogleFilling,
  type GoogleMail,
  type GooglePeople,
  type GoogleResponse,
  googleAccountActions,
} from './google/index.ts';
export { type Awkwardnesses, createAwkwardnesses, type Setting } from './kernel/awkwardness.ts';
export type { Service } from './kernel/front-door.ts';
export { createLiveWorld, type LiveWorldOptions } from './kernel/live-world.ts';
export { createManualWorld, type ManualWorld, type ManualWorldOptions } from './kernel/manual-world.ts';
export type { PlainRequest, PlainResponse } from './kernel/plain-http.ts';
export { type Collection, createFileStore, createMemoryStore, type Store } from './kernel/store.ts';
export { BrokenConnection, randomId, seededRandom, type World } from './kernel/world.ts';
export {
  type AccountAction,
  accountActions,
  createMicrosoft,
  type ExpiryForm,
  expiryForms,
  type FiledContact,
  type LifecycleEvent,
  type Microsoft,
  type MicrosoftAccount,
  type MicrosoftControl,
  type OutlookAnswer,
  type OutlookCalendar,
  type OutlookCalendars,
  type OutlookChange,
  type OutlookContact,
  type OutlookContactInput,
  type OutlookEvent,
  type OutlookEventChange,
  type OutlookEventInput,
  type OutlookGuest,
  type OutlookMail,
  type OutlookPeople,
  type RevokeMode,
  revokeModes,
} from './microsoft/index.ts';
export { awkwardnesses, createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export * from './seed/index.ts';
export { type Served, serve } from './serve.ts';
