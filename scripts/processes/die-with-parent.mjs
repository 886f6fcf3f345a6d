// Preloaded into every Node process the launcher starts (`--import`): when the launcher is gone, even by `kill -9`, so is this process.
const firmAfterMs = 10_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), firmAfterMs).unref();
});
process.channel?.unref();
