/** Has an act done once more each time the returned function is called, never twice at a time: calls that come while it is being done are one call after it. The act may not reject. */
export const oneAtATime = (act: () => Promise<void>): (() => void) => {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await act();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
};
