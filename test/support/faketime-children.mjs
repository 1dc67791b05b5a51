// Loaded before the program where its clock is faked. What the server starts lives on the same day, but no faster than
// in life: its limits would run out before a slow machine is done. A browser hangs under a faked clock, and has none.
if (process.send === undefined) {
  process.env.FAKETIME = process.env.CHILDREN_FAKETIME;
  process.env.FAKETIME_DONT_FAKE_MONOTONIC = '1';
} else {
  delete process.env.LD_PRELOAD;
}
