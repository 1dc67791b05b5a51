import { simulate } from './seeds.ts';

simulate(0, 2);
