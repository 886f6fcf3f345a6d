export const usage = `npm run soak [-- flags]

Runs callers of every manner against two apis and two workers with a short retention, looks at the memory, files and sockets of each and at
the memory and keys of Redis every five seconds, and says which of them grow. Exits with 1 if any does.

  --minutes <n>     how long (30), the first third of it warm-up
  --seed <n>        the same callers as another run with this seed (1)
  --write <file>    puts the report into this page, between its marks`;
