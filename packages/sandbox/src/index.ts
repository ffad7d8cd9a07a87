export type {
  AddedMany,
  ClioAddressInput,
  ClioAwkwardness,
  ClioContactEdit,
  ClioContactInput,
  ClioContactView,
  ClioControl,
  ClioEmailInput,
  ClioFirmInput,
  ClioPhoneInput,
  ClioUserInput,
  ContactControl,
} from './clio/index.ts';
export { createClio } from './clio/index.ts';
export { type Awkwardnesses, createAwkwardnesses, type Setting } from './kernel/awkwardness.ts';
export { createLiveWorld, type LiveWorldOptions } from './kernel/live-world.ts';
export { createManualWorld, type ManualWorld, type ManualWorldOptions } from './kernel/manual-world.ts';
export { type Collection, createFileStore, createMemoryStore, type Store } from './kernel/store.ts';
export { BrokenConnection, randomId, type Service, seededRandom, type World } from './kernel/world.ts';
export {
  createMicrosoft,
  type ExpiryForm,
  expiryForms,
  type LifecycleEvent,
  type Microsoft,
  type MicrosoftAccount,
  type MicrosoftControl,
  type OutlookContact,
  type OutlookContactInput,
  type OutlookPeople,
  type RevokeMode,
  revokeModes,
} from './microsoft/index.ts';
export { awkwardnesses, createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export * from './seed/index.ts';
export { type Served, serve } from './serve.ts';
