import { testFamilies } from './test-families.ts';

testFamilies('first runs', 'queues');
