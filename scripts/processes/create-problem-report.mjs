const holdMs = 5000;

/** Prints problems of the parts, each once: what repeats it within 5 s is only counted, and the count printed afterwards. */
export const createProblemReport = (print) => {
  const repeats = new Map();
  const release = (line) => {
    const more = repeats.get(line);
    repeats.delete(line);
    if (more > 0) print(`${line} (${more} more like it)`);
  };
  return (role, text) => {
    const line = `${role}: ${text}`;
    if (repeats.has(line)) {
      repeats.set(line, repeats.get(line) + 1);
      return;
    }
    repeats.set(line, 0);
    print(line);
    setTimeout(release, holdMs, line).unref();
  };
};
