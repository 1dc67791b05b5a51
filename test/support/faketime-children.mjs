// Loaded before the program where its clock is faked. What it starts (jobs, the browser) lives on the same day, but no
// faster than in life: a browser whose limits run out twenty times as fast prints nothing.
process.env.FAKETIME = process.env.CHILDREN_FAKETIME;
process.env.FAKETIME_DONT_FAKE_MONOTONIC = '1';
