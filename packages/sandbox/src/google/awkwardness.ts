/** Every awkward habit of the Google look-alike: name → what happens when it strikes. All are off until switched on. */
export const awkwardnesses = {
  'google.loginCutOff': 'The token endpoint cannot be reached: connections are refused.',
  'google.loginUnavailable': 'The token endpoint answers 503 with an HTML page.',
  'google.loginTimeout': 'The token endpoint issues the tokens, and the connection breaks before they arrive.',
  'google.shortTokens': 'Access tokens live briefly (amount: seconds, 60).',
  'google.wrongSecret': 'The token endpoint calls our secret wrong: 401 invalid_client.',
  'google.grantRevoked': 'A refresh fails with invalid_grant, which says nothing of the reason.',
  'google.sessionEnded':
    'A refresh fails with invalid_grant and error_subtype invalid_rapt: the session length of a Workspace.',
  'google.testingMode': 'The app is in testing: refresh tokens end some days after consent (amount: days, 7).',
  'google.timeLimited': 'People give access for a limited time, and the answer says so (amount: seconds, 3600).',
  'google.tokenLimit':
    'An account may hold few refresh tokens of the app, and the oldest ends without a word (amount: how many, 2; usually 100).',
  'google.nothingTickedDenies':
    'Who leaves every box empty comes back with access_denied, not with a grant for signing in.',
  'google.blockedByAdmin': 'Accepting ends at a page "admin_policy_enforced" that leads nowhere.',
  'google.bareIssuer': 'ID tokens are issued by "accounts.google.com", without a scheme.',
  'google.revokeLate': 'A revocation takes effect some time after its answer (amount: milliseconds, 60000).',
} as const satisfies Record<`google.${string}`, string>;

export type GoogleAwkwardness = keyof typeof awkwardnesses;
