export { type BookOptions, type Call, createMemoryBook, type Delivery, type MemoryBook } from './book.ts';
export { type CalendarsOptions, createMemoryCalendars, type MemoryCalendars } from './calendars.ts';
export { createMemoryMail, type MailCall, type MailOptions, type MemoryBox, type MemoryMail } from './mail.ts';
export { eventCapabilities, roomyCapabilities, roomyProfile } from './profile.ts';
export { createMemoryProvider, type MemoryProviderOptions } from './provider.ts';
