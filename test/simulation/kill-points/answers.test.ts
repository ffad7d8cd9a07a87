import { testFamilies } from './test-families.ts';

testFamilies('companies', 'held matches', 'open questions');
