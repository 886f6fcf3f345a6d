/** What the demo model knows: the first topic whose pattern fits the question answers. */
export const topics = [
  {
    about: /mill ?race/i,
    answer:
      'A mill race is the channel that leads water from a river to the mill wheel and away again. Its gates decide how much water reaches the wheel, so that the mill runs at the rate it can take, however much rain has fallen.',
  },
  {
    about: /\b(joke|funny|laugh)\b/i,
    answer:
      'Why did the developer put the task into a queue? Because calling the model directly went over its head, and then over its rate limit.',
  },
  {
    about: /\b(haiku|poem|verse)\b/i,
    answer: 'Rain fills the long race;\nthe wheel takes what it can turn.\nNot one drop is lost.',
  },
  {
    about: /\b(redis|valkey)\b/i,
    answer:
      'Redis, and its open fork Valkey, keep data structures such as hashes, lists, sorted sets and streams in memory and serve them to many clients at once. With the append-only file switched on each change is also written to disk, so that a restart finds the data again.',
  },
  {
    about: /\b(job|task|message)?[ -]?queue(s|ing)?\b/i,
    answer:
      'A queue puts distance between asking and doing. The caller gets a receipt at once, workers take the work at the pace they can keep up, and whatever fails halfway is still there to be tried again. The price is that an answer comes later, so the caller needs a way to fetch it.',
  },
  {
    about: /\b(llms?|language models?|transformers?|gpt)\b/i,
    answer:
      'A large language model predicts the next piece of text from all that came before it, one token at a time. Trained on a great many texts, it picks up grammar, facts and ways of reasoning, which is why the same mechanism can answer, translate, summarise and write code, and also why it can be wrong with great confidence.',
  },
  {
    about: /\b(rate limit(s|ing)?|back ?off|retry|retries)\b/i,
    answer:
      'Wait before you try again, wait longer each time, and add some randomness so that many clients do not return at the same moment. When the server says how long to wait, believe it. And retry only what can succeed a second time: a timeout or a 429, but not a 400.',
  },
  {
    about: /\bcapital of france\b/i,
    answer: 'The capital of France is Paris.',
  },
  {
    about: /^\s*(hi|hello|hey|good (morning|evening|day))\b/i,
    answer: 'Hello! Your message went through the queue, was picked up by a worker and came to me. What would you like to ask?',
  },
];
