import { testFamilies } from './test-families.ts';

testFamilies('troubles', 'recoveries');
