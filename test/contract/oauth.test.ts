import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { describeOAuth } from './oauth-contract.ts';
import { atGoogle, atMicrosoft, clioAt, createScene, person } from './oauth-scene.ts';

const revoked = { code: 'grantLost', lostCause: 'revoked' } as const;

describeOAuth('Clio', {
  provider: clio,
  createScene: () => createScene(clioAt('us', 71)),
  identity: { accountId: '71', ...person },
  killed: revoked,
  down: 'clio.htmlForbidden',
});

describeOAuth('Clio in another region', {
  provider: clio,
  createScene: () => createScene(clioAt('eu', 81)),
  identity: { accountId: '81', ...person },
  killed: revoked,
  down: 'clio.serverError',
});

describeOAuth('Microsoft', {
  provider: microsoft,
  createScene: () => createScene(atMicrosoft),
  identity: { accountId: 'tenant-1:oid-1', ...person },
  killed: { code: 'grantLost', lostCause: 'passwordChanged' },
  down: 'microsoft.loginUnavailable',
});

describeOAuth('Google', {
  provider: google,
  createScene: () => createScene(atGoogle),
  identity: { accountId: '1083', ...person },
  killed: { code: 'grantLost', lostCause: 'signInAgain' },
  down: 'google.loginUnavailable',
});
