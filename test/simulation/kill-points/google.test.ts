import { testFamilies } from './test-families.ts';

testFamilies('a Google mailbox', 'grants of Google');
