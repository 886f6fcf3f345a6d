export const usage = `npm run chaos [-- flags]

Runs two apis and three workers around a Redis and a model of their own, has callers submit, wait and cancel, and meanwhile has everything
go wrong, alone and together. Then it checks that what was promised came about, and prints a report. Exits with 1 if anything was violated.

  --seed <n>        the same faults in the same order as another run with this seed
  --alone <n>       how often each fault comes alone (1)
  --together <n>    how often two or three come at once (10)
  --only <fault>    only this one; may be repeated
  --write <file>    puts the report into this page, between its marks
  --logs <file>     where all that the processes printed goes`;

export const asksForHelp = (flags) => flags.some((flag) => flag === '--help' || flag === '-h');
