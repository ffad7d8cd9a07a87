import { testFamilies } from './test-families.ts';

testFamilies('two mailboxes of one member');
