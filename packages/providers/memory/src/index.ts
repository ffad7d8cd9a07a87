export { type BookOptions, type Call, createMemoryBook, type Delivery, type MemoryBook } from './book.ts';
export { roomyCapabilities, roomyProfile } from './profile.ts';
export { createMemoryProvider, type MemoryProviderOptions } from './provider.ts';
