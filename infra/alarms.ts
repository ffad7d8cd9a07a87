/**
 * Every alarm, and what it means to a user: one sentence. Each wakes somebody, so each is something that only a person can put
 * right, and each has a section of the same name in `docs/runbook.md`.
 */
export const alarms = {
  'changes-dead': 'Some accounts wait for the next poll, up to an hour, because a change could not be worked on.',
  'changes-late': 'Changes of many people arrive late, because there is more to do than workers.',
  'poll-silent': 'Nobody looks for what is due: Google contacts stand still, and lost notices stay lost.',
  'functions-fail': 'A function fails again and again: what it does for people does not happen.',
  'functions-throttled': 'People wait, because this account may not run as many functions as there is work for.',
  'webhooks-fail':
    'Changes and mail arrive up to an hour late, because notices of Clio, Microsoft and Google are not taken.',
  'page-fails': 'People see an error on the page, and cannot sign in or change anything.',
  'app-rejected': 'Nobody with this provider is kept in step: it no longer accepts the secret of our app.',
  'errors-logged': 'Something is wrong that a developer must look at; mostly one person or one record is concerned.',
  'letters-bounce':
    'Letters to members come back, and AWS may stop sending any: nobody hears that a permission was lost.',
  'table-refuses': 'Everything is slow or stands still, because the table refuses requests.',
} as const satisfies Record<string, string>;

export type AlarmName = keyof typeof alarms;
